using PetStore.Testing;

namespace PetStore.Api.Tests.RealProcess;

/// <summary>Logging never decides about a request, nor about the end of the process.</summary>
public sealed class BlockedOutputTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory.File("petstore.db");

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Requests_are_answered_when_stdout_cannot_be_written(string environment)
    {
        await using var store = await StoreProcess.StartSilentlyAsync(
            Database, environment, Requires.Program("bash"), "-c", "exec \"$@\" > /dev/full", "bash");

        Assert.Equal(204, (await store.SendAsync(HttpMethod.Delete, "/pets/1", null)).Status);
        Assert.Equal(204, (await store.SendAsync(HttpMethod.Options, "/pets", null)).Status);
        Assert.Equal(304, (await store.SendAsync(HttpMethod.Get, "/pets/2", null, ("If-None-Match", "*"))).Status);
        Assert.Equal(404, (await store.GetAsync("/pets/1")).Status);
        Assert.Equal(0, await store.StopAsync());
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Requests_are_answered_and_a_signal_ends_the_process_when_nobody_reads_stdout(string environment)
    {
        await using var store = await StartUnreadAsync(environment);

        await FillStdoutAsync(store);

        Assert.Equal(201, (await store.PostAsync("""{"type":"bird","price":1}""")).Status);
        Assert.Equal(0, await store.StopAsync());
    }

    [Fact]
    public async Task The_log_says_how_many_lines_were_lost_when_it_is_read_again()
    {
        await using var store = await StartUnreadAsync("Production");
        await FillStdoutAsync(store);

        using var reader = new StreamReader(_directory.File("stdout"));
        var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        while (!line!.Contains("are lost: ", StringComparison.Ordinal))
        {
            line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            // What is written next brings the count.
            await store.GetAsync("/health/live");
        }

        Assert.Matches("are lost: [1-9][0-9]*\"", line);
    }

    public void Dispose() => _directory.Dispose();

    // A named pipe that the process itself holds open for reading, and never reads.
    private Task<StoreProcess> StartUnreadAsync(string environment) => StoreProcess.StartSilentlyAsync(
        Database, environment, Requires.Program("bash"), "-c", "mkfifo \"$0\"; exec 3<>\"$0\"; exec \"$@\" > \"$0\"", _directory.File("stdout"));

    // More than the pipe and the app's own buffer hold.
    private static async Task FillStdoutAsync(StoreProcess store)
    {
        var path = $"/{new string('x', 4000)}";
        await Parallel.ForAsync(0, 600, async (_, _) => Assert.Equal(404, (await store.GetAsync(path)).Status));
    }
}
