using PetStore.Testing;

namespace PetStore.AwsHosting.Tests.LambdaPath;

public sealed class SnapStartTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Hooks_run_on_both_sides_of_the_snapshot()
    {
        await using var function = Start(("BeforeSnapshot", "before"), ("AfterRestore", "after"), ("WarmUp", "/status/201"));
        await function.RuntimeApi.SnapshotReady.WaitAsync(Limit, TestContext.Current.CancellationToken);
        await function.Process.WaitForLineAsync(line => line == "before");
        Assert.DoesNotContain("after", function.Process.Output.Split('\n'));

        var answer = function.GetAsync("/status/200");
        Assert.False(answer.IsCompleted);
        function.RuntimeApi.Restore();
        Assert.Equal(200, (await answer).Status);
        await function.Process.WaitForLineAsync(line => line == "after");
        await function.Process.WaitForLineAsync(line => line.Contains("/status/200", StringComparison.Ordinal));
        Assert.Equal(5, function.Process.Output.Split('\n').Count(line => line.StartsWith("      Request finished", StringComparison.Ordinal) && line.Contains("/status/201", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_hook_that_fails_before_the_snapshot_is_a_failed_start()
    {
        await using var function = Start(("BeforeSnapshot", "fail before"));
        var report = await function.RuntimeApi.InitError.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal("Runtime.BeforeSnapshotError", report.ErrorType);
        Assert.Equal("fail before", report.Json.GetProperty("errorMessage").GetString());
        Assert.NotEqual(0, await function.Process.WaitForExitAsync(Limit));
    }

    [Fact]
    public async Task A_hook_that_fails_after_the_restore_is_reported_as_such()
    {
        await using var function = Start(("AfterRestore", "fail after"));
        await function.RuntimeApi.SnapshotReady.WaitAsync(Limit, TestContext.Current.CancellationToken);
        function.RuntimeApi.Restore();
        var report = await function.RuntimeApi.RestoreError.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal("Runtime.AfterRestoreError", report.ErrorType);
        Assert.NotEqual(0, await function.Process.WaitForExitAsync(Limit));
        Assert.False(function.RuntimeApi.InitError.IsCompleted);
    }

    [Fact]
    public async Task A_connection_that_did_not_survive_the_snapshot_is_made_anew()
    {
        Adapter.OursAlone("AWS's adapter ends");
        await using var function = LambdaFunction.Start(("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"));
        await function.RuntimeApi.SnapshotReady.WaitAsync(Limit, TestContext.Current.CancellationToken);
        function.RuntimeApi.Misbehave("/next", RuntimeApiFault.Close);
        function.RuntimeApi.Restore();
        Assert.Equal(200, (await function.GetAsync("/status/200")).Status);
    }

    private static LambdaFunction Start(params (string Name, string? Value)[] configuration) =>
        LambdaFunction.Start([("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"), .. configuration]);
}
