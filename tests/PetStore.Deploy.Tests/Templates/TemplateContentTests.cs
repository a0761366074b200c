using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Templates;

public sealed class TemplateContentTests
{
    public static TheoryData<string> ApiChecks => [.. Checks.OfApi.Keys];

    public static TheoryData<string> EndpointChecks => [.. Checks.OfEndpoint.Keys];

    [Theory]
    [MemberData(nameof(ApiChecks))]
    public void The_API_template_passes_the_check(string check) => Checks.OfApi[check](TemplateUnderTest.Api());

    [Theory]
    [MemberData(nameof(EndpointChecks))]
    public void The_endpoint_template_passes_the_check(string check) => Checks.OfEndpoint[check](TemplateUnderTest.Endpoint());

    [Fact]
    public void The_README_explains_each_parameter_and_URL()
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

    // deploy.sh changes only stacks that are marked as its own.
    [Theory]
    [InlineData("petstore-api", "serverless.template")]
    [InlineData("petstore-endpoint", "deploy", "vpc-endpoint.template")]
    [InlineData("petstore-logs", "deploy", "api-gateway-logs.template")]
    public void Each_template_marks_its_stack(string part, params string[] template) =>
        Assert.Equal(part, TemplateUnderTest.Load(template).Root["Outputs"]!["Part"]!["Value"]!.ToString());

    [Fact]
    public void The_imported_table_is_the_table_of_the_API() => Assert.True(JsonNode.DeepEquals(
        TemplateUnderTest.Api().Root["Resources"]!["PetStoreTable"],
        TemplateUnderTest.Load("deploy", "table.template").Root["Resources"]!["PetStoreTable"]));

    // Every number that doctor.sh can exit with is explained.
    [Fact]
    public void The_README_explains_each_exit_code_of_the_doctor()
    {
        var codes = Regex.Matches(File.ReadAllText(Repository.PathTo("deploy", "doctor.sh")), @"\bdiagnose (\d\d)\b").Select(match => match.Groups[1].Value);
        var table = string.Join('\n', File.ReadLines(Repository.PathTo("deploy", "README.md")).Where(line => Regex.IsMatch(line, @"^\| \d\d")).Select(line => line.Split('|')[1]));
        Assert.All(codes, code => Assert.Contains(code, table, StringComparison.Ordinal));
    }

    [Fact]
    public void The_logging_role_of_the_account_can_write_logs_and_is_retained()
    {
        var resolved = TemplateUnderTest.Load("deploy", "api-gateway-logs.template");
        var role = resolved.Resolve().Resources["LogsRole"].Properties;

        Assert.Equal("apigateway.amazonaws.com", role["AssumeRolePolicyDocument"]["Statement"].Items().Single()["Principal"]["Service"].Text);
        Assert.Equal(
            "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs", role["ManagedPolicyArns"].Items().Single().Text);
        Assert.All(resolved.Root["Resources"]!.AsObject(), resource => Assert.Equal("Retain", resource.Value!["DeletionPolicy"]!.ToString()));
    }
}
