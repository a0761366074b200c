using System.Collections;
using System.Text.Json.Nodes;
using PrivateGateway.Lambda;

namespace PrivateGateway.Tests.Lambda;

public sealed class FunctionEnvironmentTests
{
    [Fact]
    public async Task A_process_finds_what_Lambda_sets()
    {
        await using var gateway = await TestGateway.StartAsync(api => api with
        {
            Function = api.Function with { Environment = new Dictionary<string, string> { ["GREETING"] = "hello" } },
        });

        var variables = JsonNode.Parse(await gateway.Client.GetStringAsync("environment", TestContext.Current.CancellationToken))!.AsObject();

        Assert.Equal("PrivateGateway.ScriptedFunction", (string?)variables["_HANDLER"]);
        Assert.Equal("eu-west-1", (string?)variables["AWS_REGION"]);
        Assert.Equal("eu-west-1", (string?)variables["AWS_DEFAULT_REGION"]);
        Assert.Equal("petstore-scripted", (string?)variables["AWS_LAMBDA_FUNCTION_NAME"]);
        Assert.Equal("512", (string?)variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]);
        Assert.Equal("$LATEST", (string?)variables["AWS_LAMBDA_FUNCTION_VERSION"]);
        Assert.Equal("on-demand", (string?)variables["AWS_LAMBDA_INITIALIZATION_TYPE"]);
        Assert.Equal("/aws/lambda/petstore-scripted", (string?)variables["AWS_LAMBDA_LOG_GROUP_NAME"]);
        Assert.Equal("AWS_Lambda_dotnet10", (string?)variables["AWS_EXECUTION_ENV"]);
        Assert.Equal(AppContext.BaseDirectory.TrimEnd('/'), ((string?)variables["LAMBDA_TASK_ROOT"])!.TrimEnd('/'));
        Assert.Matches(@"^127\.0\.0\.1:\d+$", (string?)variables["AWS_LAMBDA_RUNTIME_API"]);
        Assert.Equal("hello", (string?)variables["GREETING"]);
        Assert.NotNull(variables["AWS_ACCESS_KEY_ID"]);
        Assert.False(variables.ContainsKey("DOTNET_ENVIRONMENT"));
    }

    [Fact]
    public void The_store_is_SQLite_whatever_the_template_says()
    {
        var variables = Of(new Hashtable(), new() { ["Storage__Provider"] = "DynamoDb" }, []);

        Assert.Equal("Sqlite", variables["Storage__Provider"]);
        Assert.Equal("/tmp/pets.db", variables["Storage__Sqlite__Path"]);
    }

    [Fact]
    public void With_an_endpoint_for_DynamoDB_the_templates_store_stays()
    {
        var own = new Hashtable { ["AWS_ENDPOINT_URL_DYNAMODB"] = "http://127.0.0.1:8000", ["AWS_ACCESS_KEY_ID"] = "mine" };

        var variables = Of(own, new() { ["Storage__Provider"] = "DynamoDb" }, []);

        Assert.Equal("DynamoDb", variables["Storage__Provider"]);
        Assert.Equal("http://127.0.0.1:8000", variables["AWS_ENDPOINT_URL_DYNAMODB"]);
        Assert.Equal("mine", variables["AWS_ACCESS_KEY_ID"]);
        Assert.False(variables.ContainsKey("Storage__Sqlite__Path"));
    }

    [Fact]
    public void The_last_word_is_the_command_lines_then_the_gateways_own()
    {
        var own = new Hashtable { ["Storage__Sqlite__Path"] = "own.db", ["Storage__Provider"] = "own", ["SECRET"] = "not for the function" };

        var variables = Of(own, new() { ["A"] = "template" }, new() { ["A"] = "given", ["Storage__Provider"] = "given" });

        Assert.Equal("given", variables["A"]);
        Assert.Equal("given", variables["Storage__Provider"]);
        Assert.Equal("own.db", variables["Storage__Sqlite__Path"]);
        Assert.False(variables.ContainsKey("SECRET"));
    }

    private static IReadOnlyDictionary<string, string> Of(Hashtable own, Dictionary<string, string> template, Dictionary<string, string> given) =>
        FunctionEnvironment.Of(
            TestGateway.Api with { Function = TestGateway.Api.Function with { Environment = template } },
            new FunctionPackage("/var/task", "dotnet", []), own, given, "/tmp/pets.db", "/tmp/functions", snapStart: false);
}
