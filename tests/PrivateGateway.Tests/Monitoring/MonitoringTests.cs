using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PetStore.Testing;

namespace PrivateGateway.Tests.Monitoring;

public sealed class MonitoringTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_access_log_has_the_templates_format()
    {
        await using var gateway = await TestGateway.StartAsync(
            api => api with
            {
                Stage = api.Stage with
                {
                    AccessLogFormat = "$context.httpMethod $context.path $context.resourcePath $context.stage $context.identity.vpceId "
                        + "$context.status $context.responseLength $context.integration.status [$context.error.message] $context.authorizer.principalId end",
                },
            },
            options => options with { AccessLog = true });

        await gateway.Client.GetStringAsync("say/hello?x=1", Cancel);
        using var refused = await gateway.Client.GetAsync("/v2/", Cancel);

        await gateway.LineAsync("GET /v1/say/hello /{proxy+} v1 vpce-0aaa 200 4 200 [-] - end");
        await gateway.LineAsync("GET /v2/ - v1 vpce-0aaa 403 23 - [Forbidden] - end");
    }

    [Fact]
    public async Task A_control_listener_serves_health_and_counters()
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with { Control = new Uri("http://127.0.0.1:0") });
        await gateway.Client.GetStringAsync("say/hello", Cancel);
        await gateway.Client.GetStringAsync("say/hello", Cancel);
        using var denied = await gateway.Client.GetAsync(gateway.Through("vpce-0bbb", "/v1/"), Cancel);

        var control = await gateway.Client.GetFromJsonAsync<JsonObject>(gateway.Host.ControlUrl, Cancel);

        Assert.Equal("healthy", (string?)control!["status"]);
        Assert.Equal("abcdefghij", (string?)control["apiId"]);
        Assert.Equal(1, (int)control["warmProcesses"]!);
        Assert.Equal(3, (int)control["counters"]!["calls"]!);
        Assert.Equal(1, (int)control["counters"]!["coldStarts"]!);
        Assert.Equal("""{"200":2,"403":1}""", control["counters"]!["statuses"]!.ToJsonString());
        Assert.Equal("""{"allowed":2,"denied by resource policy":1}""", control["counters"]!["decisions"]!.ToJsonString());
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("[::1]:8079", 200)]
    [InlineData("rebound.example", 403)]
    public async Task The_control_page_answers_only_to_host_names_of_this_machine(string host, int status)
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with { Control = new Uri("http://127.0.0.1:0") });

        Assert.Equal(status, (await RawHttp.SendAsync(gateway.Host.ControlUrl!, ["GET /_gateway HTTP/1.1", $"Host: {host}"])).Status);
    }

    [Fact]
    public async Task Callers_of_the_API_cannot_reach_the_control_page()
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with { Control = new Uri("http://127.0.0.1:0") });

        using var response = await gateway.Client.GetAsync("/_gateway", Cancel);

        Assert.Equal("""{"message":"Forbidden"}""", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task The_summary_counts_calls_by_status_and_decision()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.Client.GetStringAsync("say/hello", Cancel);
        using var denied = await gateway.Client.GetAsync(gateway.Through("vpce-0bbb", "/v1/"), Cancel);

        var summary = gateway.Host.Counters.ToString();

        Assert.StartsWith("2 calls, 1 cold starts, 0 disconnected", summary, StringComparison.Ordinal);
        Assert.Contains("1 x 200, 1 x 403", summary, StringComparison.Ordinal);
        Assert.Contains("1 x allowed, 1 x denied by resource policy", summary, StringComparison.Ordinal);
    }
}
