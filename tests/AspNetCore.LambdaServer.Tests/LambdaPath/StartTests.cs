namespace AspNetCore.LambdaServer.Tests.LambdaPath;

public sealed class StartTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_application_has_started_when_the_first_event_is_asked_for()
    {
        Adapter.OursAlone("AWS's adapter never returns from its start");
        await using var function = LambdaFunction.Start();
        await function.Process.WaitForLineAsync(line => line == "The application has started.");
        Assert.Equal(200, (await function.GetAsync("/")).Status);
    }

    [Fact]
    public async Task SIGTERM_stops_the_application_in_its_own_way()
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
    public async Task A_failed_start_of_the_apps_own_services_is_reported_once()
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
    [InlineData("Lambda__DeadlineMargin", "soon", "Lambda:DeadlineMargin is no time span")]
    [InlineData("WarmUp", "https://example.com/", "relative URI")]
    public async Task A_wrong_setup_is_reported(string name, string value, string message)
    {
        Adapter.OursAlone("AWS's adapter has other settings");
        await using var function = LambdaFunction.Start((name, value));
        var report = await function.RuntimeApi.InitError.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Contains(message, report.Json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(0, await function.Process.WaitForExitAsync(Limit));
    }

    [Fact]
    public async Task A_function_without_a_Runtime_API_ends_with_the_reason()
    {
        Adapter.OursAlone("AWS's adapter fails in another place");
        await using var function = LambdaFunction.Start(("AWS_LAMBDA_RUNTIME_API", null));
        Assert.NotEqual(0, await function.Process.WaitForExitAsync(Limit));
        Assert.Contains("AWS_LAMBDA_RUNTIME_API is not", function.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_start_ends_the_process_even_where_nobody_hears_of_it()
    {
        await using var function = LambdaFunction.Start(("FailStart", "no store"), ("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1"));
        Assert.NotEqual(0, await function.Process.WaitForExitAsync(Limit));
        Assert.Contains("no store", function.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warm_up_requests_run_before_the_first_event()
    {
        Adapter.OursAlone("AWS's adapter runs them for SnapStart alone");
        await using var function = LambdaFunction.Start(("WarmUp", "/calls"));
        Assert.Equal("2", (await function.GetAsync("/calls")).Text);
        Assert.DoesNotContain(function.RuntimeApi.Requests, request => request.Contains("warm-up", StringComparison.Ordinal));
    }
}
