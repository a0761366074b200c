using System.Text.Json.Nodes;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>The output of AWS's own translator for the template, where it is installed.</summary>
public sealed class SamTranslatorTests
{
    // Time of the deployment, and parameters.
    private static readonly string[] Runs =
    [
        "1;AllowedVpcEndpointIds=vpce-0aaa,vpce-0ccc",
        "2;AllowedVpcEndpointIds=vpce-0aaa",
        "3;AllowedVpcEndpointIds=vpce-0aaa;FunctionRevision=0123456789ab",
        "4;AllowedVpcEndpointIds=vpce-0aaa;FunctionRevision=0123456789ab;ThrottlingRateLimit=7",
        "5;AllowedVpcEndpointIds=vpce-0aaa;FunctionRevision=ab0123456789",
        "6;AllowedVpcEndpointIds=vpce-0aaa;ResponseStreaming=true",
        "7;AllowedVpcEndpointIds=vpce-0aaa;GradualDeployment=true",
    ];

    private static Task<IReadOnlyList<JsonObject>>? Translations { get; set; }

    [Fact]
    public async Task The_translation_has_one_stage_one_alias_and_a_private_API()
    {
        var resources = (await TranslateAsync())[0];

        Assert.Single(OfType(resources, "AWS::ApiGateway::Stage"));
        Assert.DoesNotContain(resources, resource => resource.Value!["Properties"]?["StageName"]?.ToString() == "Stage");
        var api = Assert.Single(OfType(resources, "AWS::ApiGateway::RestApi"))["Properties"]!;
        Assert.Equal("PRIVATE", api["EndpointConfiguration"]!["Types"]![0]!.ToString());
        Assert.NotNull(api["EndpointConfiguration"]!["VpcEndpointIds"]);
        Assert.Equal("live", Assert.Single(OfType(resources, "AWS::Lambda::Alias"))["Properties"]!["Name"]!.ToString());
        Assert.Single(OfType(resources, "AWS::IAM::Role"));
    }

    // The translator must not change the body: SAM rewrites some bodies.
    [Fact]
    public async Task The_translator_does_not_change_the_policy_or_the_methods()
    {
        var written = TemplateUnderTest.Api().Properties("PetStoreApi")["DefinitionBody"]!;
        var body = Assert.Single(OfType((await TranslateAsync())[0], "AWS::ApiGateway::RestApi"))["Properties"]!["Body"]!;

        Assert.True(JsonNode.DeepEquals(written["x-amazon-apigateway-policy"], body["x-amazon-apigateway-policy"]));
        Assert.Equal(
            written["paths"]!.ToJsonString().Replace("PetStoreFunction.Alias", "PetStoreFunctionAliaslive", StringComparison.Ordinal).Length,
            body["paths"]!.ToJsonString().Length);
    }

    [Fact]
    public async Task Any_change_creates_a_new_deployment()
    {
        var all = await TranslateAsync();
        var (first, second) = (Keys(all[0], "AWS::ApiGateway::Deployment"), Keys(all[1], "AWS::ApiGateway::Deployment"));

        Assert.Single(first);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_new_revision_publishes_a_new_version_and_an_unchanged_one_does_not()
    {
        var versions = (await TranslateAsync()).Select(resources => Assert.Single(Keys(resources, "AWS::Lambda::Version"))).ToArray();

        Assert.Equal(versions[2], versions[3]);
        Assert.Equal(3, new[] { versions[0], versions[2], versions[4] }.Distinct().Count());
    }

    [Fact]
    public async Task The_translator_does_not_change_streaming_integrations()
    {
        var body = Assert.Single(OfType((await TranslateAsync())[5], "AWS::ApiGateway::RestApi"))["Properties"]!["Body"]!;
        var integrations = body["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject())
            .Select(operation => operation.Value!["x-amazon-apigateway-integration"]!)
            .Select(integration => integration["Fn::If"]?[2] ?? integration).ToList();

        Assert.Equal(4, integrations.Count);
        Assert.All(integrations, integration =>
        {
            Assert.Equal("""{"Fn::If":["StreamsResponses","STREAM",{"Ref":"AWS::NoValue"}]}""", integration["responseTransferMode"]!.ToJsonString());
            Assert.Contains("/2021-11-15/functions/${PetStoreFunctionAliaslive}/response-streaming-invocations", integration["uri"]!.ToJsonString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Old_versions_are_deleted_and_gradual_deployment_is_optional()
    {
        var all = await TranslateAsync();

        Assert.Equal("Delete", Assert.Single(OfType(all[0], "AWS::Lambda::Version"))["DeletionPolicy"]!.ToString());
        Assert.Empty(Keys(all[0], "AWS::CodeDeploy::DeploymentGroup"));
        Assert.Equal(2, Assert.Single(OfType(all[6], "AWS::CodeDeploy::DeploymentGroup"))["Properties"]!["AlarmConfiguration"]!["Alarms"]!.AsArray().Count);
    }

    private static async Task<IReadOnlyList<JsonObject>> TranslateAsync()
    {
        var python = await Python.WithAsync("samtranslator");
        return await (Translations ??= RunAsync(python));
    }

    private static async Task<IReadOnlyList<JsonObject>> RunAsync(string python)
    {
        var script = Repository.PathTo("tests", "PetStore.Deploy.Tests", "Templates", "translate.py");
        var environment = new Dictionary<string, string?> { ["AWS_DEFAULT_REGION"] = "eu-west-1" };
        var output = await ChildProcess.RunAsync(python, [script, Repository.PathTo("serverless.template"), .. Runs], environment);

        // The translator prints its own notes on stderr, on separate lines.
        var json = output.Split('\n').Single(line => line.StartsWith('['));
        return [.. JsonNode.Parse(json)!.AsArray().Select(resources => resources!.AsObject())];
    }

    private static List<JsonNode> OfType(JsonObject resources, string type) =>
        [.. resources.Where(resource => resource.Value!["Type"]!.ToString() == type).Select(resource => resource.Value!)];

    private static string[] Keys(JsonObject resources, string type) =>
        [.. resources.Where(resource => resource.Value!["Type"]!.ToString() == type).Select(resource => resource.Key)];
}
