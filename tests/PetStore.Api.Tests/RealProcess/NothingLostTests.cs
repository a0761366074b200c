using System.Collections.Concurrent;
using System.Text.Json;
using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.RealProcess;

public sealed class NothingLostTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory.File("petstore.db");

    [Fact]
    public async Task Sixty_four_clients_creating_1000_pets_get_1000_consecutive_ids()
    {
        await using var store = await StoreProcess.StartAsync(Database);
        var ids = new ConcurrentBag<long>();

        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, _) =>
            ids.Add(Id(await store.PostAsync("""{"type":"bird","price":19.99}"""))));

        Assert.Equal(Enumerable.Range(4, 1000).Select(id => (long)id), ids.Order());
        Assert.Equal(1003, (await ReadAllAsync(store)).Count);
    }

    [Fact]
    public async Task A_store_that_is_killed_ten_times_under_load_keeps_every_acknowledged_pet()
    {
        var answered = new ConcurrentDictionary<string, string>();
        var unanswered = new ConcurrentBag<string>();
        for (var round = 0; round < 10; round++)
        {
            await using var store = await StoreProcess.StartAsync(Database);
            await AssertKeptAsync(store, answered, unanswered);
            await WriteUntilGoneAsync(store, round, answered, unanswered, store.Kill);
        }

        await using var last = await StoreProcess.StartAsync(Database);
        await AssertKeptAsync(last, answered, unanswered);
        Assert.True(answered.Count > 10 * 40, $"Only {answered.Count} pets were acknowledged.");
    }

    [Fact]
    public async Task An_app_that_is_stopped_under_load_exits_cleanly_with_every_acknowledged_pet_stored()
    {
        var answered = new ConcurrentDictionary<string, string>();
        var unanswered = new ConcurrentBag<string>();
        await using (var store = await StoreProcess.StartAsync(Database))
        {
            var stopping = Task.CompletedTask;
            await WriteUntilGoneAsync(store, 0, answered, unanswered, () => stopping = AssertStopsAsync(store));
            await stopping;
        }

        await using var again = await StoreProcess.StartAsync(Database);
        await AssertKeptAsync(again, answered, unanswered);
    }

    public void Dispose() => _directory.Dispose();

    private static async Task AssertStopsAsync(StoreProcess store) => Assert.Equal(0, await store.StopAsync());

    // The key determines the pet, so that a retry sends the same one.
    private static string Body(string key) => $$"""{"type":"gecko","price":{{key.Split('-')[1]}}.{{key.Split('-')[0].PadLeft(2, '0')}}}""";

    private static async Task WriteUntilGoneAsync(
        StoreProcess store, int round, ConcurrentDictionary<string, string> answered, ConcurrentBag<string> unanswered, Action end)
    {
        var next = 0;
        var acknowledged = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            while (true)
            {
                var key = $"{round}-{Interlocked.Increment(ref next)}";
                try
                {
                    var answer = await store.PostAsync(Body(key), ("Idempotency-Key", key));
                    Assert.Equal(201, answer.Status);
                    answered[key] = answer.Body;
                }
                catch (HttpRequestException)
                {
                    unanswered.Add(key);
                    return;
                }

                // Other requests are in flight at this moment.
                if (Interlocked.Increment(ref acknowledged) == 50)
                    end();
            }
        }));
    }

    private static async Task AssertKeptAsync(
        StoreProcess store, ConcurrentDictionary<string, string> answered, ConcurrentBag<string> unanswered)
    {
        var pets = await ReadAllAsync(store);
        foreach (var body in answered.Values)
        {
            var pet = JsonElement.Parse(body).GetProperty("pet");
            Assert.Equal(pet.GetRawText(), pets[pet.GetProperty("id").GetInt64()]);
        }

        // An acknowledged request gets the same response again; any other is stored once, now or before.
        while (unanswered.TryTake(out var key))
            answered[key] = (await store.PostAsync(Body(key), ("Idempotency-Key", key))).Body;
        foreach (var (key, body) in answered.TakeLast(40))
            Assert.Equal(body, (await store.PostAsync(Body(key), ("Idempotency-Key", key))).Body);

        Assert.Distinct(answered.Values);
        Assert.Equal(answered.Count + 3, (await ReadAllAsync(store)).Count);
    }

    /// <summary>Every pet's JSON by its id; a duplicate id is an error.</summary>
    private static async Task<Dictionary<long, string>> ReadAllAsync(StoreProcess store)
    {
        var pets = new Dictionary<long, string>();
        for (var next = "/pets?limit=100"; next is not null;)
        {
            var page = await store.GetAsync(next);
            foreach (var pet in page.Json.EnumerateArray())
                pets.Add(pet.GetProperty("id").GetInt64(), pet.GetRawText());
            next = page.Next;
        }

        return pets;
    }

    private static long Id(Answer answer)
    {
        Assert.True(answer.Status == 201, answer.Body);
        return answer.Json.GetProperty("pet").GetProperty("id").GetInt64();
    }
}
