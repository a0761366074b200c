using System.Text.Json.Nodes;
using PetStore.Testing;

namespace PrivateGateway.Tool.Tests;

public sealed class JsonLinesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_json_every_line_is_an_object_and_says_what_happened()
    {
        await using var gateway = GatewayProcess.Start(options: ["--json", "--explain"]);
        await gateway.Process.WaitForLineAsync(line => Is(line, "ready"));
        Assert.Equal("said", await gateway.Client.GetStringAsync("say/hello", Cancel));
        using (await gateway.Client.GetAsync("/v2/say/hello", Cancel))
            await gateway.Process.WaitForLineAsync(line => line.Contains("[fn 1] hello", StringComparison.Ordinal));

        await gateway.SignalAsync("TERM");
        Assert.Equal(0, await gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(60)));

        var lines = gateway.Process.Output.Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        var ready = Assert.Single(lines, line => (string?)line["event"] == "ready");
        Assert.Equal(gateway.Process.Id, (int?)ready["processId"]);
        Assert.Equal($$"""[{"vpcEndpointId":"vpce-0aaa","logicalId":null,"urls":["http://127.0.0.1:{{gateway.Port}}"]}]""", ready["endpoints"]!.ToJsonString().Replace("/\"", "\"", StringComparison.Ordinal));
        Assert.Equal(["/", "/{proxy+}"], ready["routes"]!.AsArray().Select(route => (string?)route!["path"]).Distinct().Order());
        Assert.All(ready["routes"]!.AsArray(), route => Assert.StartsWith("curl -i ", (string?)route!["curl"], StringComparison.Ordinal));
        Assert.InRange((int)Assert.Single(lines, line => (string?)line["event"] == "process")["processId"]!, 1, int.MaxValue);
        var calls = lines.Where(line => (string?)line["event"] == "call").ToList();
        Assert.Equal(["allowed 200", "wrong address 403"], calls.Select(call => $"{call["decision"]} {call["status"]}"));
        Assert.Equal("vpce-0aaa GET /v1/say/hello true", $"{calls[0]["vpcEndpointId"]} {calls[0]["method"]} {calls[0]["path"]} {calls[0]["function"]!["cold"]!.ToJsonString()}");
        Assert.Equal("stop", (string?)lines[^1]["event"]);
        Assert.Equal(2, (int?)lines[^1]["counters"]!["calls"]);
    }

    [Fact]
    public async Task Each_further_API_has_its_id_and_curl_lines_that_reach_it()
    {
        var other = Repository.PathTo("tests", "PrivateGateway.Tests", "Cases", "14-mock.json");
        await using var gateway = GatewayProcess.Start(options: ["--json", "--and", other, "--stack-name", "status"]);
        var ready = JsonNode.Parse(await gateway.Process.WaitForLineAsync(line => Is(line, "ready")))!;

        var api = Assert.Single(ready["otherApis"]!.AsArray())!;
        Assert.NotEqual((string?)ready["apiId"], (string?)api["apiId"]);
        var route = Assert.Single(api["routes"]!.AsArray())!;
        await using var curl = ChildProcess.Start("sh", ["-c", $"{(string?)route["curl"]}"]);
        Assert.Equal(0, await curl.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("""{"status":"up"}""", curl.Output, StringComparison.Ordinal);
        var call = JsonNode.Parse(await gateway.Process.WaitForLineAsync(line => Is(line, "call")))!;
        Assert.Equal($"{api["apiId"]} 200", $"{call["apiId"]} {call["status"]}");
    }

    [Theory]
    [InlineData("After --and: Unrecognized command or argument '--tls'", "--and", "a.yaml", "--tls")]
    [InlineData("a.yaml", "--and", "a.yaml")]
    public async Task What_follows_and_is_a_template_with_options_of_an_API(string error, params string[] options)
    {
        await using var gateway = GatewayProcess.Start(options: options);

        Assert.Equal(1, await gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains(error, gateway.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_fails_with_json_prints_its_error_on_stderr()
    {
        await using var gateway = GatewayProcess.Start(options: ["--json", "--api", "Nowhere"]);

        Assert.Equal(1, await gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("There is no API named Nowhere", gateway.Process.Output, StringComparison.Ordinal);
    }

    private static bool Is(string line, string kind) => line.StartsWith($"{{\"event\":\"{kind}\"", StringComparison.Ordinal);
}
