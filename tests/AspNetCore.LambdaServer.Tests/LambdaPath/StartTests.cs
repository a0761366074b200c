namespace AspNetCore.LambdaServer.Tests.LambdaPath;

public sealed class StartTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_application_has_started_before_it_asks_for_the_first_event()
    {
        Adapter.OursAlone("AWS's adapter never returns from its start");
        await using var function = LambdaFunction.Start();
        await function.Process.WaitForLineAsync(line => line == "The application has started.");
        Assert.Equal(200, (await function.GetAsync("/")).Status);
    }

    [Fact]
    public async Task SIGTERM_stops_the_application_gracefully()
    {
        Adapter.OursAlone("AWS's adapter never returns from its start");
        await using var function = LambdaFunction.Start();
        await function.GetAsync("/");
        await function.Process.TerminateAsync();
        Assert.Equal(0, await function.Process.WaitForExitAsync(Limit));
        Assert.Contains("The application has stopped.", function.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invocation_that_runs_is_answered_before_the_process_stops()
    {
        Adapter.OursAlone("AWS's adapter never returns from its start");
        await using var function = LambdaFunction.Start();
        var answer = function.GetAsync("/slow");
        await function.Process.WaitForLineAsync(line => line == "Slow.");
        await function.Process.TerminateAsync();
        Assert.Equal("done", (await answer).Text);
        Assert.Equal(0, await function.Process.WaitForExitAsync(Limit));
    }

    [Fact]
    public async Task A_service_of_the_app_that_fails_to_start_is_reported_once()
    {
        Adapter.OursAlone("AWS's adapter reports what fails in its own start alone");
        await using var function = LambdaFunction.Start(("FailStart", "no store"));
        var report = await function.RuntimeApi.InitError.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal("InvalidOperationException", report.ErrorType);
        Assert.Equal("no store", report.Json.GetProperty("errorMessage").GetString());
        Assert.Equal("InvalidOperationException", report.Json.GetProperty("errorType").GetString());
        Assert.NotEqual(0, report.Json.GetProperty("stackTrace").GetArrayLength());

        Assert.NotEqual(0, await function.Process.WaitForExitAsync(Limit));
        Assert.Equal(["POST /2018-06-01/runtime/init/error"], function.RuntimeApi.Requests);
    }

    [Theory]
    [InlineData("EventSource", "HttpApi", "HttpApi is not supported")]
    [InlineData("Lambda__DeadlineMargin", "soon", "Lambda:DeadlineMargin is not a time span")]
    [InlineData("Lambda__WarmUpAtEveryStart", "often", "Lambda:WarmUpAtEveryStart is not true or false")]
    [InlineData("AWS_LAMBDA_MAX_CONCURRENCY", "many", "AWS_LAMBDA_MAX_CONCURRENCY is not a whole number from 1: many")]
    [InlineData("AWS_LAMBDA_MAX_CONCURRENCY", "0", "AWS_LAMBDA_MAX_CONCURRENCY is not a whole number from 1: 0")]
    [InlineData("WarmUp", "https://example.com/", "relative URI")]
    public async Task An_invalid_setup_is_reported(string name, string value, string message)
    {
        Adapter.OursAlone("AWS's adapter has other settings");
        await using var function = LambdaFunction.Start(("Lambda__WarmUpAtEveryStart", "true"), (name, value));
        var report = await function.RuntimeApi.InitError.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Contains(message, report.Json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(0, await function.Process.WaitForExitAsync(Limit));
    }

    [Fact]
    public async Task A_function_without_a_Runtime_API_exits_with_the_reason()
    {
        Adapter.OursAlone("AWS's adapter fails in another place");
        await using var function = LambdaFunction.Start(("AWS_LAMBDA_RUNTIME_API", null));
        Assert.NotEqual(0, await function.Process.WaitForExitAsync(Limit));
        Assert.Contains("AWS_LAMBDA_RUNTIME_API is not", function.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_start_ends_the_process_even_if_it_cannot_be_reported()
    {
        await using var function = LambdaFunction.Start(("FailStart", "no store"), ("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1"));
        Assert.NotEqual(0, await function.Process.WaitForExitAsync(Limit));
        Assert.Contains("no store", function.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warm_up_requests_run_at_every_start_only_if_configured()
    {
        Adapter.OursAlone("AWS's adapter has no such setting");
        await using var cold = LambdaFunction.Start(("WarmUp", "/calls"));
        await using var warm = LambdaFunction.Start(("WarmUp", "/calls"), ("Lambda__WarmUpAtEveryStart", "true"));
        Assert.Equal("1", (await cold.GetAsync("/calls")).Text);
        Assert.Equal("2", (await warm.GetAsync("/calls")).Text);
        Assert.DoesNotContain(warm.RuntimeApi.Requests, request => request.Contains("warm-up", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("a1b2c3.execute-api.us-east-1.amazonaws.com;other.example")]
    [InlineData("*.execute-api.us-east-1.amazonaws.com")]
    public async Task Warm_up_requests_name_a_host_that_the_app_allows(string allowedHosts)
    {
        Adapter.OursAlone("AWS's adapter has no such setting");
        await using var function = LambdaFunction.Start(("WarmUp", "/calls"), ("Lambda__WarmUpAtEveryStart", "true"), ("AllowedHosts", allowedHosts));
        Assert.Equal("2", (await function.GetAsync("/calls")).Text);
    }

    [Fact]
    public async Task Several_functions_can_share_one_port()
    {
        Adapter.OursAlone("not all versions of AWS's adapter accept a path");
        await using var first = LambdaFunction.Start();
        await using var second = LambdaFunction.StartBeside(first, "MyFunction");
        Assert.EndsWith("/MyFunction", second.RuntimeApi.Address, StringComparison.Ordinal);

        Assert.Equal("1", (await second.GetAsync("/calls")).Text);
        Assert.Equal("2", (await second.GetAsync("/calls")).Text);
        Assert.Equal("1", (await first.GetAsync("/calls")).Text);
        Assert.All(second.RuntimeApi.Requests, request => Assert.Contains(" /MyFunction/2018-06-01/runtime/", request, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("localhost:port")]
    [InlineData("localhost:0/MyFunction")]
    [InlineData("/MyFunction")]
    public async Task An_invalid_Runtime_API_address_stops_the_start_with_the_reason(string address)
    {
        Adapter.OursAlone("AWS's adapter says it in other words");
        await using var function = LambdaFunction.Start(("AWS_LAMBDA_RUNTIME_API", address));
        Assert.NotEqual(0, await function.Process.WaitForExitAsync(Limit));
        Assert.Contains($"AWS_LAMBDA_RUNTIME_API is not host:port or host:port/path: {address}", function.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_invocations_that_Lambda_sends_run_concurrently()
    {
        Adapter.OursAlone("AWS's adapter reads the variable in its newest version only");
        await using var function = LambdaFunction.Start(("AWS_LAMBDA_MAX_CONCURRENCY", "3"));
        // Each waits for the others.
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => function.GetAsync("/meet/3")));
        Assert.All(answers, answer => Assert.Equal("met", answer.Text));
        Assert.Equal(3, function.RuntimeApi.Connections);

        await function.Process.TerminateAsync();
        Assert.Equal(0, await function.Process.WaitForExitAsync(Limit));
        Assert.Contains("The application has stopped.", function.Process.Output, StringComparison.Ordinal);
    }
}
