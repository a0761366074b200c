using System.Collections;
using System.Text.Json.Nodes;
using PrivateGateway.Lambda;

namespace PrivateGateway.Tests.Lambda;

public sealed class FunctionEnvironmentTests
{
    [Fact]
    public async Task A_process_gets_the_environment_variables_that_Lambda_sets()
    {
        await using var gateway = await TestGateway.StartAsync(api => api with
        {
            Function = api.Function with { Environment = new Dictionary<string, string> { ["GREETING"] = "hello" } },
        });

        var variables = JsonNode.Parse(await gateway.Client.GetStringAsync("environment", TestContext.Current.CancellationToken))!.AsObject();

        Assert.Equal("PrivateGateway.ScriptedFunction", (string?)variables["_HANDLER"]);
        Assert.Equal("eu-west-1", (string?)variables["AWS_REGION"]);
        Assert.Equal("eu-west-1", (string?)variables["AWS_DEFAULT_REGION"]);
        Assert.Equal("scripted", (string?)variables["AWS_LAMBDA_FUNCTION_NAME"]);
        Assert.Equal("512", (string?)variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]);
        Assert.Equal("$LATEST", (string?)variables["AWS_LAMBDA_FUNCTION_VERSION"]);
        Assert.Equal("on-demand", (string?)variables["AWS_LAMBDA_INITIALIZATION_TYPE"]);
        Assert.Equal("/aws/lambda/scripted", (string?)variables["AWS_LAMBDA_LOG_GROUP_NAME"]);
        Assert.Equal("AWS_Lambda_dotnet10", (string?)variables["AWS_EXECUTION_ENV"]);
        Assert.Equal(AppContext.BaseDirectory.TrimEnd('/'), ((string?)variables["LAMBDA_TASK_ROOT"])!.TrimEnd('/'));
        Assert.Matches(@"^127\.0\.0\.1:\d+$", (string?)variables["AWS_LAMBDA_RUNTIME_API"]);
        Assert.Equal("hello", (string?)variables["GREETING"]);
        Assert.NotNull(variables["AWS_ACCESS_KEY_ID"]);
        Assert.False(variables.ContainsKey("DOTNET_ENVIRONMENT"));
    }

    [Fact]
    public void The_templates_metadata_overrides_the_templates_variables()
    {
        var variables = Of(new Hashtable(), new() { ["STORE"] = "table" }, [], local: new() { ["STORE"] = "file", ["PLACE"] = "${TMPDIR}/orders.db" });

        Assert.Equal("file", variables["STORE"]);
        Assert.Equal("/tmp/run/orders.db", variables["PLACE"]);
        Assert.Equal("/tmp/run", variables["TMPDIR"]);
    }

    [Fact]
    public void The_developers_emulators_and_credentials_reach_the_function_and_nothing_else_does()
    {
        var own = new Hashtable
        {
            ["AWS_ENDPOINT_URL_DYNAMODB"] = "http://127.0.0.1:8000", ["AWS_ACCESS_KEY_ID"] = "mine", ["SECRET"] = "not for the function",
        };

        var variables = Of(own, [], []);

        Assert.Equal("http://127.0.0.1:8000", variables["AWS_ENDPOINT_URL_DYNAMODB"]);
        Assert.Equal("mine", variables["AWS_ACCESS_KEY_ID"]);
        Assert.False(variables.ContainsKey("SECRET"));
    }

    [Fact]
    public void The_command_line_overrides_everything_else()
    {
        var own = new Hashtable { ["AWS_ENDPOINT_URL"] = "own" };

        var variables = Of(own, new() { ["A"] = "template" }, new() { ["A"] = "given", ["AWS_ENDPOINT_URL"] = "given" }, new() { ["A"] = "local" });

        Assert.Equal(("given", "given"), (variables["A"], variables["AWS_ENDPOINT_URL"]));
    }

    private static IReadOnlyDictionary<string, string> Of(
        Hashtable own, Dictionary<string, string> template, Dictionary<string, string> given, Dictionary<string, string>? local = null) =>
        FunctionEnvironment.Of(
            TestGateway.Api with { LocalEnvironment = local ?? [] }, TestGateway.Api.Function with { Environment = template }, "/var/task",
            own, given, "/tmp/run", snapStart: false);
}
