using System.Net.Http.Json;
using PrivateGateway.Monitoring;

namespace PrivateGateway.Tests.Monitoring;

public sealed class LastCallsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refused_call_has_its_decision_and_the_statement_that_denied_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var other = gateway.Host.CreateClient("vpce-0bbb");

        using var response = await other.GetAsync("orders?x=1", Cancel);

        var call = Assert.Single(gateway.Host.LastCalls);
        Assert.Equal((1, "GET", "/v1/orders?x=1", "vpce-0bbb", 403), (call.Number, call.Method, call.Target, call.VpcEndpointId, call.Status));
        Assert.Equal(("denied by resource policy", "DenyOthers"), (call.Decision, call.DecidedBy?.Sid));
        Assert.StartsWith("resource policy: statement 'DenyOthers' denies it because StringNotEquals compares aws:SourceVpce", call.Reason, StringComparison.Ordinal);
        Assert.Equal(response.Headers.GetValues("x-amzn-RequestId"), [call.RequestId]);
    }

    [Fact]
    public async Task A_call_that_a_later_step_refuses_is_not_decided_by_the_statement_that_allows_it()
    {
        await using var gateway = await TestGateway.StartAsync(api => api with { Methods = [TestGateway.Method("/key", "GET", key: true)] });

        using var response = await gateway.Client.GetAsync("key", Cancel);

        var call = Assert.Single(gateway.Host.LastCalls);
        Assert.Equal(("no valid API key", "no valid API key"), (call.Decision, call.Reason));
        Assert.Null(call.DecidedBy);
    }

    [Fact]
    public async Task A_call_keeps_its_body_its_event_and_its_answer()
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with { NoFunctions = true });

        using var response = await gateway.Client.PostAsJsonAsync("orders", new { id = 7 }, Cancel);

        var call = Assert.Single(gateway.Host.LastCalls);
        Assert.Equal("""{"id":7}""", System.Text.Encoding.UTF8.GetString(call.RequestBody.Span));
        Assert.Contains("\"httpMethod\":\"POST\"", System.Text.Encoding.UTF8.GetString(call.Event.Span), StringComparison.Ordinal);
        Assert.Equal(await response.Content.ReadAsByteArrayAsync(Cancel), call.AnswerBody.ToArray());
        Assert.Contains(call.RequestHeaders, header => header is { Key: "Content-Type", Value: "application/json; charset=utf-8" });
    }

    [Fact]
    public async Task Only_the_last_calls_are_kept()
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with { LastCalls = 3, NoFunctions = true });

        for (var i = 1; i <= 5; i++)
            await gateway.Client.GetStringAsync($"orders/{i}", Cancel);

        Assert.Equal([3, 4, 5], gateway.Host.LastCalls.Select(call => call.Number));
        Assert.Equal(["/v1/orders/3", "/v1/orders/4", "/v1/orders/5"], gateway.Host.LastCalls.Select(call => call.Target));
    }

    [Fact]
    public async Task Large_calls_push_out_older_ones_before_they_take_64_megabytes()
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with { NoFunctions = true });
        using var body = new ByteArrayContent(new byte[1024 * 1024]);

        for (var i = 1; i <= 70; i++)
            using (await gateway.Client.PostAsync($"orders/{i}", body, Cancel)) { }

        var kept = gateway.Host.LastCalls;
        Assert.Equal(70, kept[^1].Number);
        Assert.InRange(kept.Sum(call => (long)call.Size), 50 * 1024 * 1024, 64 * 1024 * 1024);
    }

    [Fact]
    public async Task A_history_of_length_zero_keeps_no_calls()
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with { LastCalls = 0 });

        using var refused = await gateway.Client.GetAsync(gateway.Through("vpce-0bbb", "/v1/"), Cancel);

        Assert.Empty(gateway.Host.LastCalls);
        Assert.Equal(1, gateway.Host.Counters.Calls);
    }
}
