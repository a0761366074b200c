using PetStore.Client;
using PetStore.EndToEnd.Tests.Running;
using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.PrivatePath;

/// <summary>Faults between the client and the gateway: there, an answer can be lost after the work is done.</summary>
public sealed class LostAnswersTests
{
    private static readonly Fault?[] Faults =
    [
        new Fault.DropAnswer(),
        new Fault.Close(),
        null,
        new Fault.Answer(502, "application/json", """{"message": "Internal server error"}"""),
        new Fault.DropAnswer(),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SQLite", "under v1")]
    [InlineData("DynamoDB", "under v1")]
    public async Task Concurrent_creates_whose_responses_are_lost_create_nothing_twice(string engine, string mount)
    {
        const int Creates = 60;
        var (store, _, table) = await MountedStores.StartAsync(engine, mount);
        await using var ownedTable = table;
        await using var ownedStore = store;
        await using var proxy = await FaultProxy.StartAsync(store.Endpoint());
        var calls = 0;
        proxy.Inject = request => request.Method == "POST" && Interlocked.Increment(ref calls) is var call && call <= Creates
            ? Faults[call % Faults.Length]
            : null;

        var client = store.Client(options => (options.BaseUrl, options.MaxRetries) = (store.Url, 10), proxy.Endpoint);
        var created = await Task.WhenAll(Enumerable.Range(1, Creates).Select(
            i => client.CreatePetAsync(new NewPet { Type = PetType.Gecko, Price = i }, cancellationToken: Stop)));

        Assert.True(calls > Creates, "No create was repeated.");
        var geckos = await client.ListAllPetsAsync(PetType.Gecko, cancellationToken: Stop).ToListAsync(Stop);
        Assert.Equal(Enumerable.Range(1, Creates).Select(i => (decimal)i), geckos.Select(pet => pet.Price).Order());
        Assert.Equal(geckos, created.Select(answer => answer.Result.Pet).OrderBy(pet => pet.Id));
    }

    [Fact]
    public async Task A_removal_whose_response_is_lost_is_reported_and_not_retried()
    {
        await using var store = await PrivateStore.StartAsync();
        await using var proxy = await FaultProxy.StartAsync(store.Endpoint());
        proxy.Inject = request => request.Method == "DELETE" ? new Fault.DropAnswer() : null;
        var client = store.Client(options => options.BaseUrl = store.Url, proxy.Endpoint);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.DeletePetAsync(2, cancellationToken: Stop));
        Assert.Equal([1, 3], (await client.ListPetsAsync(cancellationToken: Stop)).Result.Select(pet => pet.Id));
    }
}
