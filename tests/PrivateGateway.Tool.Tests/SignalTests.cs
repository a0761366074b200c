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
    [InlineData("", "KILL")]
    public async Task However_the_gateway_ends_its_processes_end_too(string script, string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals.");
        if (signal == "INT" && IsInterruptIgnored())
            Requires.Skip("The tests were started in the background, where SIGINT is ignored by them and all that they start.");

        await using var gateway = ChildProcess.Start(
            "dotnet",
            [typeof(CommandLine).Assembly.Location, "--template", Repository.PathTo("serverless.template"), "--function", FunctionDirectory(),
             "--endpoint", "vpce-0aaa=http://127.0.0.1:0", "--no-control", "--env", $"SCRIPT={script}"]);
        var stage = await gateway.WaitForLineAsync(line => line.StartsWith("  through vpce-0aaa: ", StringComparison.Ordinal));
        using var client = new HttpClient { BaseAddress = new Uri(stage["  through vpce-0aaa: ".Length..]) };
        var call = client.GetAsync(script == "" ? "sleep/600000" : "pets", Cancel);
        await gateway.WaitForLineAsync(line => line is "[fn 1] I never ask for an invocation" or "[fn 1] sleeping");
        using var function = Process.GetProcessById(
            ChildrenOf(gateway.Id).Single(process => process.Command.Contains("PetStore.Api.dll", StringComparison.Ordinal)).Id);

        await ChildProcess.RunAsync("kill", [$"-{signal}", $"{gateway.Id}"]);

        await gateway.WaitForExitAsync(TimeSpan.FromSeconds(60));
        await function.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        await Assert.ThrowsAnyAsync<Exception>(async () => (await call).EnsureSuccessStatusCode());
    }

    // Linux tells, by a mask of signals; elsewhere it is taken to be heard.
    private static bool IsInterruptIgnored()
    {
        if (!OperatingSystem.IsLinux())
            return false;

        const int interrupt = 1 << (2 - 1);
        var ignored = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..];
        return (Convert.ToInt64(ignored.Trim(), 16) & interrupt) != 0;
    }

    // The scripted function under the name that the template's handler has.
    private static string FunctionDirectory()
    {
        var directory = Directory.CreateTempSubdirectory("petstore-function-").FullName;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "PrivateGateway.ScriptedFunction.dll"), Path.Combine(directory, "PetStore.Api.dll"));
        File.Copy(
            Path.Combine(AppContext.BaseDirectory, "PrivateGateway.ScriptedFunction.runtimeconfig.json"), Path.Combine(directory, "PetStore.Api.runtimeconfig.json"));
        return directory;
    }

    private static IEnumerable<(int Id, string Command)> ChildrenOf(int parent)
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-A", "-o", "pid=,ppid=,args="]) { RedirectStandardOutput = true })!;
        foreach (var line in ps.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (int.Parse(fields[1]) == parent)
                yield return (int.Parse(fields[0]), fields[2]);
        }
    }
}
