using System.Diagnostics;
using PetStore.Testing;

namespace PrivateGateway.Tests;

public sealed class ProcessesLeftTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Disposal_stops_busy_processes_and_hung_processes()
    {
        var gateway = await TestGateway.StartAsync();
        var idle = int.Parse(await gateway.Client.GetStringAsync("pid", Cancel));
        var waiting = gateway.Client.GetAsync("sleep/600000", Cancel);
        await gateway.LineAsync("[fn 1] sleeping");

        await gateway.DisposeAsync();

        Assert.False(Exists(idle));
        await Assert.ThrowsAnyAsync<Exception>(async () => (await waiting).EnsureSuccessStatusCode());
    }

    [Fact]
    public async Task Disposal_stops_a_process_that_is_still_starting()
    {
        var gateway = await TestGateway.StartAsync(
            options: options => options with { Environment = new Dictionary<string, string> { ["SCRIPT"] = "hang" } });
        var waiting = gateway.Client.GetAsync("pid", Cancel);
        await gateway.LineAsync("[fn 1] I never ask for an invocation");

        await gateway.DisposeAsync();

        Assert.Equal(0, gateway.Host.WarmProcesses);
        await Assert.ThrowsAnyAsync<Exception>(async () => (await waiting).EnsureSuccessStatusCode());
    }

    private static bool Exists(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
