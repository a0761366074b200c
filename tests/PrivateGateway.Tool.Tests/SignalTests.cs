using System.Diagnostics;
using PetStore.Testing;

namespace PrivateGateway.Tool.Tests;

public sealed class SignalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hang", "KILL")]
    [InlineData("hang", "TERM")]
    [InlineData("hang", "INT")]
    [InlineData("hang", "HUP")]
    [InlineData("hang", "QUIT")]
    [InlineData("", "KILL")]
    public async Task However_the_gateway_ends_it_leaves_nothing_behind(string script, string signal)
    {
        if (signal is "INT" or "QUIT" && IsIgnored(signal == "INT" ? 2 : 3))
            Requires.Skip($"The tests were started in the background, where SIG{signal} is ignored by them and all that they start.");

        await using var gateway = GatewayProcess.Start(script);
        await gateway.ListeningAsync();
        var call = gateway.Client.GetAsync(script == "" ? "sleep/600000" : "any", Cancel);
        await gateway.Process.WaitForLineAsync(line => line is "[fn 1] I never ask for an invocation" or "[fn 1] sleeping");
        var started = await gateway.Process.WaitForLineAsync(line => line.StartsWith("[fn 1] process ", StringComparison.Ordinal));
        using var function = Process.GetProcessById(int.Parse(started["[fn 1] process ".Length..]));

        await gateway.SignalAsync(signal);

        await gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(60));
        await function.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        await Assert.ThrowsAnyAsync<Exception>(async () => (await call).EnsureSuccessStatusCode());
        Assert.Empty(Directory.GetFileSystemEntries(gateway.TemporaryDirectory, signal == "KILL" ? "private-gateway-*" : "*"));
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task A_build_stops_with_the_gateway(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a shell and signals.");
        var directory = Directory.CreateTempSubdirectory("endless-build-");
        var compiler = Path.Combine(directory.FullName, "endless-dotnet");
        await File.WriteAllTextAsync(compiler, "#!/bin/sh\nsleep 600 &\necho $$ $! > \"$(dirname \"$0\")/ids\"\nwait\n", Cancel);
        await ChildProcess.RunAsync("chmod", ["+x", compiler]);
        await using var gateway = ChildProcess.Start(
            "dotnet",
            [typeof(StartCommand).Assembly.Location, "start", Repository.PathTo("serverless.template"), "--parameter-overrides", "AllowedVpcEndpointIds=vpce-0aaa", "--endpoint", "vpce-0aaa=http://127.0.0.1:0", "--no-control"],
            new Dictionary<string, string?> { ["DOTNET_HOST_PATH"] = compiler, ["TMPDIR"] = directory.FullName });
        await gateway.WaitForLineAsync(line => line.StartsWith("Building ", StringComparison.Ordinal));
        var ids = await ReadWhenWrittenAsync(Path.Combine(directory.FullName, "ids"));

        await ChildProcess.RunAsync("kill", [$"-{signal}", $"{gateway.Id}"]);

        // Its output ends when the last process that could write to it does.
        await gateway.WaitForExitAsync(TimeSpan.FromSeconds(60));
        Assert.All(ids.Split(' '), id => Assert.False(IsRunning(id.Trim())));
        Assert.Empty(Directory.GetDirectories(directory.FullName, "private-gateway-*"));
        directory.Delete(recursive: true);
    }

    private static async Task<string> ReadWhenWrittenAsync(string path)
    {
        while (!File.Exists(path) || await File.ReadAllTextAsync(path, Cancel) is not [.., '\n'])
            await Task.Delay(20, Cancel);

        return await File.ReadAllTextAsync(path, Cancel);
    }

    // A process that its parent has not waited for yet is still listed, as a zombie.
    private static bool IsRunning(string id)
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-o", "stat=", "-p", id]) { RedirectStandardOutput = true })!;
        return ps.StandardOutput.ReadToEnd().Trim() is not ("" or ['Z', ..]);
    }

    // Linux shows it in a mask of signals; other systems are assumed to handle the signal.
    private static bool IsIgnored(int signal)
    {
        if (!OperatingSystem.IsLinux())
            return false;

        var ignored = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..];
        return (Convert.ToInt64(ignored.Trim(), 16) & (1L << (signal - 1))) != 0;
    }
}
