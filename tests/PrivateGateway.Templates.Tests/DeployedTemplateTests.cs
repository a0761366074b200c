using PrivateGateway.Templates;
using PetStore.Testing;

namespace PrivateGateway.Templates.Tests;

public sealed class DeployedTemplateTests
{
    private static readonly PseudoParameters Pseudo = new("eu-central-1");

    private static readonly string Path = Repository.PathTo(
        "tests", "PrivateGateway.Templates.Tests", "private-api.template");

    [Fact]
    public void A_private_api_is_found_with_all_that_belongs_to_it()
    {
        var api = DeployedTemplate.Load(
            Path, new Dictionary<string, string> { ["AllowedVpcEndpointIds"] = "vpce-0aaa,vpce-0bbb", ["SnapStart"] = "true" }, Pseudo);

        Assert.Matches("^[a-z0-9]{10}$", api.ApiId);
        Assert.Equal(("eu-central-1", "123456789012", "aws"), (api.Region, api.AccountId, api.Partition));
        Assert.Equal("v1", api.Stage.Name);
        Assert.Equal(["vpce-0aaa", "vpce-0bbb"], api.VpcEndpointIds);
        Assert.Equal(["*/*"], api.BinaryMediaTypes);
        Assert.Equal([("/", "ANY"), ("/{proxy+}", "ANY")], api.Methods.Select(m => (m.ResourcePath, m.HttpMethod)));
        Assert.Equal([null, "DenyOtherEndpoints"], api.ResourcePolicy.Statements.Select(s => s.Sid));
        Assert.Equal(("PetStore.Api", "dotnet10", new FunctionCode.Local("src/PetStore.Api")), (api.Function.Handler, api.Function.Runtime, api.Function.Code));
        Assert.Equal((TimeSpan.FromSeconds(29), 512, true), (api.Function.Timeout, api.Function.MemoryMegabytes, api.Function.SnapStart));
        Assert.Matches("^local-Table-[A-Z0-9]{12}$", api.Function.Environment["Storage__DynamoDb__TableName"]);
    }

    [Fact]
    public void Outputs_name_the_made_up_api_and_its_stage()
    {
        var template = ResolvedTemplate.Load(Path, new Dictionary<string, string>(), Pseudo);

        Assert.Matches(@"^https://[a-z0-9]{10}\.execute-api\.eu-central-1\.amazonaws\.com/v1/$", template.Outputs["Url"]);
    }

    [Theory]
    [InlineData("AllowedVpcEndpointIds=vpce-0aaa", false, "None")]
    [InlineData("AllowedVpcEndpointIds=vpce-0aaa Authorization=AWS_IAM", false, "AwsIam")]
    [InlineData("AccessMode=AnyVpcEndpointWithApiKey", true, "None")]
    public void The_repositorys_template_asks_for_what_its_parameters_say_but_not_on_options(string overrides, bool apiKey, string authorization)
    {
        var api = DeployedTemplate.Load(
            Repository.PathTo("serverless.template"), overrides.Split(' ').Select(o => o.Split('=')).ToDictionary(o => o[0], o => o[1]), Pseudo);

        Assert.Equal(
            [
                ("/", "ANY", apiKey, authorization), ("/", "OPTIONS", false, "None"),
                ("/{proxy+}", "ANY", apiKey, authorization), ("/{proxy+}", "OPTIONS", false, "None"),
            ],
            api.Methods.Select(m => (m.ResourcePath, m.HttpMethod, m.ApiKeyRequired, $"{m.Authorization}")));
        Assert.Equal(apiKey, api.UsagePlans.Count == 1);
    }
}
