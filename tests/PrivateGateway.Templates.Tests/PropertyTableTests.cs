using System.Text.Json.Nodes;
using PetStore.Testing;
using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

public sealed class PropertyTableTests
{
    [Fact]
    public async Task Every_property_of_the_schemas_is_implemented_ignored_or_refused()
    {
        var python = await Python.WithAsync("cfnlint");
        await Python.WithAsync("samtranslator");
        var script = Repository.PathTo("tests", "PrivateGateway.Templates.Tests", "properties.py");
        var output = await ChildProcess.RunAsync(python, [script], new Dictionary<string, string?> { ["AWS_DEFAULT_REGION"] = "us-east-1" });
        var schemas = JsonNode.Parse(output.Split('\n').Single(line => line.StartsWith('{')))!.AsObject();

        Assert.True(schemas.Count > 30, $"{schemas.Count} types");
        Assert.Equal([], schemas.Select(type => type.Key).Except(PropertyTable.Keys));
        Assert.Equal([], schemas.SelectMany(type => type.Value!.AsArray()
            .Where(property => !PropertyTable.Knows(type.Key, property!.ToString()))
            .Select(property => $"{type.Key}.{property}")));
    }

    [Theory]
    [InlineData("'StageName': 'v1'", "'StageName': 'v1', 'MinimumCompressionSize': 0", "it.template(3): Resources.Api.Properties.MinimumCompressionSize: The gateway does not support MinimumCompressionSize")]
    [InlineData("'StageName': 'v1'", "'StageName': 'v1', 'CacheClusterEnabled': true", "does not support CacheClusterEnabled")]
    [InlineData("'StageName': 'v1'", "'StageName': 'v1', 'Color': 'red'", "The gateway does not know the property Color of AWS::Serverless::Api")]
    [InlineData("'Handler'", "'Colour': 1, 'Handler'", "does not know the property Colour of AWS::Serverless::Function")]
    [InlineData("'Method': 'any'", "'Method': 'any', 'Verb': 'x'", "does not know the property Verb of AWS::Serverless::Function.Events.Api")]
    [InlineData("'Method': 'any'", "'Method': 'any', 'Auth': { 'OverrideApiAuth': true }", "does not support OverrideApiAuth")]
    [InlineData("'StageName': 'v1'", "'StageName': 'v1', 'MethodSettings': [{ 'HttpMethod': '*', 'ResourcePath': '/*', 'CachingEnabled': true }]", "does not support CachingEnabled")]
    [InlineData("'StageName': 'v1'", "'StageName': 'v1', 'DefinitionBody': { 'x-amazon-apigateway-new': 1, 'paths': {} }", "does not know the property x-amazon-apigateway-new of OpenAPI")]
    public void An_unsupported_property_that_would_change_a_call_is_refused_by_name(string written, string instead, string message) =>
        Templates.Refused(() => Templates.Deploy(Resources(written, instead)), message);

    [Theory]
    [InlineData("'StageName': 'v1'", "'StageName': 'v1', 'CacheClusterEnabled': false, 'TracingEnabled': true, 'Tags': { 'a': 'b' }")]
    [InlineData("'Handler'", "'Layers': [{ 'Fn::ImportValue': 'layer' }], 'VpcConfig': { 'Fn::ImportValue': 'x' }, 'Handler'")]
    [InlineData("'Method': 'any'", "'Method': 'any', 'Auth': { 'InvokeRole': 'NONE' }")]
    [InlineData("'Method': 'any'", "'Method': 'any', 'Auth': { 'InvokeRole': 'CALLER_CREDENTIALS' }")]
    public void A_property_that_does_not_affect_calls_is_ignored(string written, string instead) => Assert.NotNull(Templates.Deploy(Resources(written, instead)));

    [Fact]
    public void All_unsupported_properties_are_reported_in_one_run()
    {
        var refused = Assert.Throws<TemplateException>(() => Templates.Deploy(
            Resources("'StageName': 'v1'", "'StageName': { 'Fn::ImportValue': 'stage' }, 'MinimumCompressionSize': 0")
                .Replace("'Runtime'", "'Timeout': 901, 'Colour': 1, 'MemorySize': { 'Fn::GetAtt': ['Function', 'Memory'] }, 'Runtime'", StringComparison.Ordinal)));

        Assert.Contains("MinimumCompressionSize", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--value '!ImportValue stage=...'", refused.Message, StringComparison.Ordinal);
    }

    private static string Resources(string written, string instead)
    {
        var resources = $"'Api': {{ {Templates.Api} }}, {Templates.Function}";
        Assert.Contains(written, resources, StringComparison.Ordinal);
        return resources.Replace(written, instead, StringComparison.Ordinal);
    }
}
