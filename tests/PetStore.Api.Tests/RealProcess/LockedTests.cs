using System.Diagnostics;
using Microsoft.Data.Sqlite;
using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.RealProcess;

/// <summary>The test's own process holds the database's write lock.</summary>
public sealed class LockedTests : IDisposable
{
    private const string Bird = """{"type":"bird","price":19.99}""";

    // A write waits 5 s for the lock; the rest is for a busy machine.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory.File("petstore.db");

    [Fact]
    public async Task Every_write_waits_the_same_time_for_a_lock_and_no_read_waits()
    {
        await using var store = await StoreProcess.StartAsync(Database);
        var answers = await WhileLockedAsync(async () =>
        {
            var start = Stopwatch.GetTimestamp();
            var writes = Enumerable.Range(0, 300).Select(_ => store.PostAsync(Bird)).ToList();
            Assert.Equal([1, 2, 3], (await store.GetAsync("/pets")).Ids);
            (await store.GetAsync("/health/ready")).Problem(503);

            var answers = await Task.WhenAll(writes);
            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(4), Bound);
            return answers;
        });

        Assert.All(answers, answer =>
        {
            answer.Problem(503);
            Assert.Equal("1", answer.Header("Retry-After"));
        });
        Assert.Equal(201, (await store.PostAsync(Bird)).Status);
        Assert.Equal([1, 2, 3, 4], (await store.GetAsync("/pets")).Ids);
        Assert.Equal(200, (await store.GetAsync("/health/ready")).Status);
    }

    [Fact]
    public async Task A_short_lock_only_delays_a_write()
    {
        await using var store = await StoreProcess.StartAsync(Database);
        Task<Answer>? write = null;

        await WhileLockedAsync(async () =>
        {
            write = store.PostAsync(Bird);
            return await store.GetAsync("/pets");
        });

        Assert.Equal(201, (await write!).Status);
    }

    [Fact]
    public async Task A_stop_answers_waiting_writes_and_ends_in_time()
    {
        await using var store = await StoreProcess.StartAsync(Database);
        var answers = await WhileLockedAsync(async () =>
        {
            var writes = Enumerable.Range(0, 64).Select(_ => store.PostAsync(Bird)).ToList();
            await store.GetAsync("/pets");

            var start = Stopwatch.GetTimestamp();
            Assert.Equal(0, await store.StopAsync());

            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, Bound);
            return await Task.WhenAll(writes);
        });

        Assert.All(answers, answer => answer.Problem(503));
    }

    public void Dispose() => _directory.Dispose();

    private async Task<T> WhileLockedAsync<T>(Func<Task<T>> action)
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        await using var transaction = connection.BeginTransaction(deferred: false);
        return await action();
    }
}
