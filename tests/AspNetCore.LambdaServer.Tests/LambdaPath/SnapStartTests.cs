using System.Diagnostics;
using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

public sealed class SnapStartTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Hooks_run_before_and_after_the_snapshot()
    {
        await using var function = Start(("BeforeSnapshot", "before"), ("AfterRestore", "after"));
        await function.RuntimeApi.SnapshotReady.WaitAsync(Limit, TestContext.Current.CancellationToken);
        await function.Process.WaitForLineAsync(IsOf("before"));
        Assert.DoesNotContain(function.Process.Output.Split('\n'), line => IsOf("after")(line));

        var answer = function.GetAsync("/calls");
        Assert.False(answer.IsCompleted);
        function.RuntimeApi.Restore();
        Assert.Equal("1", (await answer).Text);
        await function.Process.WaitForLineAsync(IsOf("after"));
    }

    [Fact]
    public async Task Warm_up_requests_run_five_times_before_the_snapshot()
    {
        Adapter.OursAlone("AWS's adapter does so too, but among other processes it has been seen not to come to an end of it");
        await using var function = Start(("WarmUp", "/calls"));
        await function.RuntimeApi.SnapshotReady.WaitAsync(Limit, TestContext.Current.CancellationToken);
        function.RuntimeApi.Restore();
        Assert.Equal("6", (await function.GetAsync("/calls")).Text);
    }

    [Fact]
    public async Task A_hook_that_fails_before_the_snapshot_is_a_failed_start()
    {
        await using var function = Start(("BeforeSnapshot", "fail before"));
        var report = await function.RuntimeApi.InitError.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal("Runtime.BeforeSnapshotError", report.ErrorType);
        Assert.Equal("fail before", report.Json.GetProperty("errorMessage").GetString());
        await AssertEndsAsync(function);
    }

    [Fact]
    public async Task A_hook_that_fails_after_the_restore_is_reported_as_a_restore_error()
    {
        await using var function = Start(("AfterRestore", "fail after"));
        await function.RuntimeApi.SnapshotReady.WaitAsync(Limit, TestContext.Current.CancellationToken);
        function.RuntimeApi.Restore();
        var report = await function.RuntimeApi.RestoreError.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal("Runtime.AfterRestoreError", report.ErrorType);
        Assert.False(function.RuntimeApi.InitError.IsCompleted);
        await AssertEndsAsync(function);
    }

    [Fact]
    public async Task A_connection_that_did_not_survive_the_snapshot_is_replaced()
    {
        Adapter.OursAlone("AWS's adapter ends");
        await using var function = LambdaFunction.Start(("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"));
        await function.RuntimeApi.SnapshotReady.WaitAsync(Limit, TestContext.Current.CancellationToken);
        function.RuntimeApi.Misbehave("/next", RuntimeApiFault.Close);
        function.RuntimeApi.Restore();
        Assert.Equal(200, (await function.GetAsync("/status/200")).Status);
    }

    [Fact]
    public async Task SIGTERM_ends_a_process_that_waits_for_the_restore()
    {
        Adapter.OursAlone("AWS's adapter never returns from its start");
        await using var function = Start();
        await function.RuntimeApi.SnapshotReady.WaitAsync(Limit, TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        await function.Process.TerminateAsync();
        Assert.Equal(0, await function.Process.WaitForExitAsync(Limit));

        // The host's own shutdown timeout is 30 seconds.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static LambdaFunction Start(params (string Name, string? Value)[] configuration) =>
        LambdaFunction.Start([("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"), .. configuration]);

    // AWS's adapter puts the time and a level in front of each line.
    private static Func<string, bool> IsOf(string text) => line => line == text || line.EndsWith($"\t{text}", StringComparison.Ordinal);

    // AWS's adapter stays, and leaves it to Lambda to end the process.
    private static async Task AssertEndsAsync(LambdaFunction function)
    {
        if (Adapter.IsOurs)
            Assert.Equal(1, await function.Process.WaitForExitAsync(Limit));
    }
}
