using System.Text;
using System.Text.Json.Nodes;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Lambda;

public sealed class FunctionProcessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sequential_calls_share_one_process()
    {
        await using var gateway = await TestGateway.StartAsync();

        var ids = new HashSet<string>();
        for (var call = 0; call < 5; call++)
            ids.Add(await gateway.Client.GetStringAsync("pid", Cancel));

        Assert.Single(ids);
        Assert.Equal(1, (long)gateway.Host.Counters.ToJson()["coldStarts"]!);
    }

    [Fact]
    public async Task Concurrent_calls_get_one_process_each_up_to_the_limit_and_the_others_wait()
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with { Concurrency = 2 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => gateway.Client.GetStringAsync("sleep/100", Cancel)));

        Assert.All(answers, answer => Assert.Equal("slept", answer));
        Assert.Equal(2, (long)gateway.Host.Counters.ToJson()["coldStarts"]!);
    }

    [Fact]
    public async Task Lambda_throttles_calls_beyond_the_reserved_concurrency()
    {
        await using var gateway = await TestGateway.StartAsync(api => api with { Function = api.Function with { ReservedConcurrency = 1 } });
        await gateway.Client.GetStringAsync("pid", Cancel);

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => gateway.Client.GetAsync("sleep/1000", Cancel)));

        Assert.Equal([200, 500], answers.Select(answer => (int)answer.StatusCode).Order());
        Assert.Contains(gateway.Lines, line => line.Contains("Throttled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_that_dies_during_a_call_is_replaced()
    {
        await using var gateway = await TestGateway.StartAsync();
        var first = await gateway.Client.GetStringAsync("pid", Cancel);

        await AssertAsync(gateway, "exit/3", 502, "Internal server error");

        Assert.NotEqual(first, await gateway.Client.GetStringAsync("pid", Cancel));
        Assert.Contains(gateway.Lines, line => line.Contains("Runtime exited with exit code 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_that_dies_after_its_response_does_not_fail_a_call()
    {
        await using var gateway = await TestGateway.StartAsync();

        for (var call = 0; call < 4; call++)
            Assert.Equal("bye", await gateway.Client.GetStringAsync("respond-and-exit", Cancel));
    }

    [Fact]
    public async Task A_function_that_exits_at_once_fails_the_call()
    {
        await using var gateway = await TestGateway.StartAsync(options: Scripted("exit"));

        await AssertAsync(gateway, "pets", 502, "Internal server error");
        await AssertAsync(gateway, "pets", 502, "Internal server error");

        await gateway.LineAsync("[fn 1] I exit at once");
        Assert.Contains(gateway.Lines, line => line.Contains("InitFailed: Runtime exited with exit code 17", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_function_that_reports_a_failed_start_fails_the_call()
    {
        await using var gateway = await TestGateway.StartAsync(options: Scripted("init error"));

        await AssertAsync(gateway, "pets", 502, "Internal server error");

        Assert.Contains(gateway.Lines, line => line.Contains("InitFailed: Script.Broken: no table", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_function_that_never_asks_for_an_invocation_is_stopped()
    {
        await using var gateway = await TestGateway.StartAsync(
            api => api with { Function = api.Function with { Timeout = TimeSpan.FromSeconds(1) } },
            options => Scripted("hang")(options) with { InitTimeout = TimeSpan.FromSeconds(1) });

        await AssertAsync(gateway, "pets", 502, "Internal server error");

        Assert.Equal(0, gateway.Host.WarmProcesses);
        Assert.Contains(gateway.Lines, line => line.Contains("asked for no invocation within 2 seconds", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_function_that_exceeds_its_timeout_is_stopped()
    {
        await using var gateway = await TestGateway.StartAsync(
            api => api with { Function = api.Function with { Timeout = TimeSpan.FromSeconds(5) } },
            options => options with { InitTimeout = TimeSpan.FromSeconds(60) });

        await AssertAsync(gateway, "sleep/60000", 502, "Internal server error");

        Assert.Equal(0, gateway.Host.WarmProcesses);
        Assert.Contains(gateway.Lines, line => line.Contains("TimedOut: Task timed out after 5.00 seconds", StringComparison.Ordinal));
        Assert.Equal(200, (int)(await gateway.Client.GetAsync("pets", Cancel)).StatusCode);
    }

    [Fact]
    public async Task API_Gateway_stops_waiting_at_its_timeout_and_the_function_continues()
    {
        await using var gateway = await TestGateway.StartAsync(api => api with
        {
            Methods = [TestGateway.Method("/{proxy+}") with { Integration = new LambdaProxyIntegration("scripted") { Timeout = TimeSpan.FromMilliseconds(500) } }, TestGateway.Method("/")],
        });
        await gateway.Client.GetAsync("/v1/", Cancel);
        var before = await gateway.Client.GetAsync("/v1/", Cancel);

        await AssertAsync(gateway, "sleep/1500", 504, "Endpoint request timed out");

        Assert.Equal(200, (int)before.StatusCode);
        Assert.Equal(1, gateway.Host.WarmProcesses);
    }

    [Fact]
    public async Task A_call_that_waited_too_long_for_a_process_is_not_made_later()
    {
        await using var gateway = await TestGateway.StartAsync(
            api => api with
            {
                Methods = [TestGateway.Method("/sleep/{time}"), TestGateway.Method("/{proxy+}") with { Integration = new LambdaProxyIntegration("scripted") { Timeout = TimeSpan.FromMilliseconds(200) } }],
            },
            options => options with { Concurrency = 1 });
        var first = gateway.Client.GetStringAsync("sleep/1500", Cancel);
        await gateway.LineAsync("[fn 1] sleeping");

        await AssertAsync(gateway, "say/late", 504, "Endpoint request timed out");
        await first;
        await gateway.Client.GetStringAsync("sleep/0", Cancel);

        Assert.DoesNotContain("[fn 1] late", gateway.Lines);
    }

    [Fact]
    public async Task An_error_that_the_function_reports_is_hidden_from_the_caller()
    {
        await using var gateway = await TestGateway.StartAsync();

        await AssertAsync(gateway, "error", 502, "Internal server error");

        Assert.Contains(gateway.Lines, line => line.Contains("FunctionError: Script.Error: it broke", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_the_first_response_counts()
    {
        await using var gateway = await TestGateway.StartAsync();

        Assert.Equal("first", await gateway.Client.GetStringAsync("twice", Cancel));
        Assert.Equal("right", await gateway.Client.GetStringAsync("other-id", Cancel));
        Assert.Equal("403", await gateway.Client.GetStringAsync("next-first", Cancel));
        await gateway.Client.GetStringAsync("pid", Cancel);

        await gateway.LineAsync("[fn 1] second answer: 400");
        await gateway.LineAsync("[fn 1] other id: 400");
    }

    [Fact]
    public async Task A_response_over_six_megabytes_is_a_failure()
    {
        await using var gateway = await TestGateway.StartAsync();

        await AssertAsync(gateway, $"big/{7 * 1024 * 1024}", 502, "Internal server error");

        Assert.Contains(gateway.Lines, line => line.Contains("Function.ResponseSizeTooLarge", StringComparison.Ordinal));
        await gateway.LineAsync("[fn 1] big answer: 413");
        Assert.Equal(5 * 1024 * 1024, (await gateway.Client.GetStringAsync($"big/{5 * 1024 * 1024}", Cancel)).Length);
    }

    [Fact]
    public async Task Lambda_refuses_an_event_over_six_megabytes()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var content = new ByteArrayContent(new byte[5 * 1024 * 1024]);

        using var response = await gateway.Client.PostAsync("pets", content, Cancel);

        Assert.Equal(500, (int)response.StatusCode);
    }

    [Fact]
    public async Task The_output_of_the_function_appears_on_the_console()
    {
        await using var gateway = await TestGateway.StartAsync();

        await gateway.Client.GetStringAsync("say/hello/there", Cancel);

        await gateway.LineAsync("[fn 1] hello there");
    }

    [Fact]
    public async Task With_SnapStart_the_restore_runs_before_the_first_invocation()
    {
        await using var gateway = await TestGateway.StartAsync(options: options => Scripted("snapstart")(options) with { SnapStart = true });

        var environment = JsonNode.Parse(await gateway.Client.GetStringAsync("environment", Cancel))!;

        await gateway.LineAsync("[fn 1] before the snapshot");
        await gateway.LineAsync("[fn 1] after the restore");
        Assert.Equal("snap-start", (string?)environment["AWS_LAMBDA_INITIALIZATION_TYPE"]);
    }

    private static Func<GatewayOptions, GatewayOptions> Scripted(string script) =>
        options => options with { Environment = new Dictionary<string, string> { ["SCRIPT"] = script } };

    private static async Task AssertAsync(TestGateway gateway, string path, int status, string message)
    {
        using var response = await gateway.Client.GetAsync(path, Cancel);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal($$"""{"message":"{{message}}"}""", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("InternalServerErrorException", response.Headers.GetValues("x-amzn-errortype").Single());
    }
}
