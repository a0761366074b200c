namespace PrivateGateway.Tests;

// Runs alone: it compares the memory of the whole process, which other tests would change.
[CollectionDefinition(nameof(LoadTests), DisableParallelization = true)]
[Collection(nameof(LoadTests))]
public sealed class LoadTests
{
    private const int Clients = 32;
    private const int Calls = 20_000;

    [Fact]
    public async Task Thirty_two_concurrent_clients_succeed_and_leave_nothing_behind()
    {
        var gateway = await TestGateway.StartAsync(options: options => options with { Report = _ => { } });
        await CallAsync(gateway, Calls / 4);
        var early = GC.GetTotalMemory(forceFullCollection: true);

        await CallAsync(gateway, Calls - (Calls / 4));
        var late = GC.GetTotalMemory(forceFullCollection: true);

        var counters = gateway.Host.Counters.ToJson();
        Assert.Equal($"{{\"200\":{Calls}}}", counters["statuses"]!.ToJsonString());
        Assert.InRange((long)counters["coldStarts"]!, 1, 4);
        Assert.InRange(gateway.Host.WarmProcesses, 1, 4);
        Assert.True(late - early < 2 * 1024 * 1024, $"{early} bytes became {late}");
        TestContext.Current.TestOutputHelper!.WriteLine($"{Calls} calls: {early} bytes after a quarter, {late} at the end\n{gateway.Host.Counters}");

        await gateway.DisposeAsync();
        Assert.Equal(0, gateway.Host.WarmProcesses);
    }

    private static async Task CallAsync(TestGateway gateway, int calls)
    {
        var left = calls;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                using var response = await gateway.Client.GetAsync($"pets/{client}?limit=3", TestContext.Current.CancellationToken);
                Assert.Equal(200, (int)response.StatusCode);
            }
        }));
    }
}
