using PetStore.Testing;

namespace PetStore.Deploy.Tests.Templates;

public sealed class TemplateContentTests
{
    public static TheoryData<string> ApiChecks => [.. Checks.OfApi.Keys];

    public static TheoryData<string> EndpointChecks => [.. Checks.OfEndpoint.Keys];

    [Theory]
    [MemberData(nameof(ApiChecks))]
    public void Of_the_API_it_holds_that(string check) => Checks.OfApi[check](TemplateUnderTest.Api());

    [Theory]
    [MemberData(nameof(EndpointChecks))]
    public void Of_the_endpoint_it_holds_that(string check) => Checks.OfEndpoint[check](TemplateUnderTest.Endpoint());

    [Fact]
    public void The_README_says_what_each_parameter_and_URL_means()
    {
        var readme = File.ReadAllText(Repository.PathTo("deploy", "README.md"));
        var (api, endpoint) = (TemplateUnderTest.Api().Root, TemplateUnderTest.Endpoint().Root);

        Assert.All(api["Parameters"]!.AsObject(), parameter => Assert.Contains($"`{parameter.Key}`", readme, StringComparison.Ordinal));
        Assert.All(
            endpoint["Parameters"]!.AsObject(),
            parameter => Assert.Contains(parameter.Key.TrimEnd('2', '3'), readme, StringComparison.Ordinal));
        Assert.All(api["Outputs"]!.AsObject().Where(output => output.Key.EndsWith("Url", StringComparison.Ordinal)),
            output => Assert.Contains($"`{output.Key}`", readme, StringComparison.Ordinal));
    }

    // deploy.sh changes only stacks that say that they are its own.
    [Theory]
    [InlineData("petstore-api", "serverless.template")]
    [InlineData("petstore-endpoint", "deploy", "vpc-endpoint.template")]
    [InlineData("petstore-logs", "deploy", "api-gateway-logs.template")]
    public void Its_stack_is_marked(string part, params string[] template) =>
        Assert.Equal(part, TemplateUnderTest.Load(template).Root["Outputs"]!["Part"]!["Value"]!.ToString());

    [Fact]
    public void The_account_s_logging_role_can_write_logs_and_stays()
    {
        var resolved = TemplateUnderTest.Load("deploy", "api-gateway-logs.template");
        var role = resolved.Resolve().Resources["LogsRole"].Properties;

        Assert.Equal("apigateway.amazonaws.com", role["AssumeRolePolicyDocument"]["Statement"].Items().Single()["Principal"]["Service"].Text);
        Assert.Equal(
            "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs", role["ManagedPolicyArns"].Items().Single().Text);
        Assert.All(resolved.Root["Resources"]!.AsObject(), resource => Assert.Equal("Retain", resource.Value!["DeletionPolicy"]!.ToString()));
    }
}
