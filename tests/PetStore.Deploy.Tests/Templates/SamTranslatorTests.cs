using System.Text.Json.Nodes;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>What AWS's own translator makes of the template, where it is installed.</summary>
public sealed class SamTranslatorTests
{
    private static readonly string[] Listed = ParameterSets.Listed;

    [Fact]
    public async Task The_translation_has_one_stage_one_alias_and_a_private_API()
    {
        var resources = await TranslateAsync(1, Listed);

        Assert.Single(OfType(resources, "AWS::ApiGateway::Stage"));
        Assert.DoesNotContain(resources, resource => resource.Value!["Properties"]?["StageName"]?.ToString() == "Stage");
        var api = Assert.Single(OfType(resources, "AWS::ApiGateway::RestApi"))["Properties"]!;
        Assert.Equal("PRIVATE", api["EndpointConfiguration"]!["Types"]![0]!.ToString());
        Assert.NotNull(api["EndpointConfiguration"]!["VpcEndpointIds"]);
        Assert.Equal("live", Assert.Single(OfType(resources, "AWS::Lambda::Alias"))["Properties"]!["Name"]!.ToString());
        Assert.Single(OfType(resources, "AWS::IAM::Role"));
    }

    // The body must come out as it went in: SAM rewrites bodies that it has an opinion on.
    [Fact]
    public async Task The_policy_and_the_methods_are_left_as_written()
    {
        var written = TemplateUnderTest.Api().Properties("PetStoreApi")["DefinitionBody"]!;
        var body = Assert.Single(OfType(await TranslateAsync(1, Listed), "AWS::ApiGateway::RestApi"))["Properties"]!["Body"]!;

        Assert.True(JsonNode.DeepEquals(written["x-amazon-apigateway-policy"], body["x-amazon-apigateway-policy"]));
        Assert.Equal(
            written["paths"]!.ToJsonString().Replace("PetStoreFunction.Alias", "PetStoreFunctionAliaslive", StringComparison.Ordinal).Length,
            body["paths"]!.ToJsonString().Length);
    }

    [Fact]
    public async Task Each_deployment_is_a_new_one_whatever_changed()
    {
        var first = Keys(await TranslateAsync(1, Listed), "AWS::ApiGateway::Deployment");
        var second = Keys(await TranslateAsync(2, "AllowedVpcEndpointIds=vpce-0aaa"), "AWS::ApiGateway::Deployment");

        Assert.Single(first);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_new_revision_is_a_new_version_and_an_old_one_is_not()
    {
        var none = Versions(await TranslateAsync(1, Listed));
        var first = Versions(await TranslateAsync(1, [.. Listed, "FunctionRevision=0123456789ab"]));
        var again = Versions(await TranslateAsync(2, [.. Listed, "FunctionRevision=0123456789ab", "ThrottlingRateLimit=7"]));
        var second = Versions(await TranslateAsync(1, [.. Listed, "FunctionRevision=ab0123456789"]));

        Assert.Equal(first, again);
        Assert.Equal(3, new[] { Assert.Single(none), Assert.Single(first), Assert.Single(second) }.Distinct().Count());

        static string[] Versions(JsonObject resources) => Keys(resources, "AWS::Lambda::Version");
    }

    private static async Task<JsonObject> TranslateAsync(int now, params string[] parameters)
    {
        var python = await Python.WithAsync("samtranslator");
        var script = Repository.PathTo("tests", "PetStore.Deploy.Tests", "Templates", "translate.py");
        var environment = new Dictionary<string, string?> { ["AWS_DEFAULT_REGION"] = "eu-west-1" };
        var output = await ChildProcess.RunAsync(
            python, [script, Repository.PathTo("serverless.template"), $"{now}", .. parameters], environment);

        // Notes of the translator's own come on stderr, on lines of their own.
        var json = output.Split('\n').Single(line => line.StartsWith('{'));
        return JsonNode.Parse(json)!["Resources"]!.AsObject();
    }

    private static List<JsonNode> OfType(JsonObject resources, string type) =>
        [.. resources.Where(resource => resource.Value!["Type"]!.ToString() == type).Select(resource => resource.Value!)];

    private static string[] Keys(JsonObject resources, string type) =>
        [.. resources.Where(resource => resource.Value!["Type"]!.ToString() == type).Select(resource => resource.Key)];
}
