using Microsoft.Extensions.Time.Testing;
using PetStore.Api.Pets;
using PetStore.Api.Storage;

namespace PetStore.Api.Tests.Storage;

/// <summary>
/// What <see cref="IPetStore"/> promises, whichever engine keeps the pets. The tests of an engine derive from it and say how to
/// open a store; each test has its own.
/// </summary>
public abstract partial class PetStoreContract : IAsyncLifetime
{
    private protected static readonly Pet[] Samples =
    [
        new(1, PetType.Dog, 249.99m),
        new(2, PetType.Cat, 124.99m),
        new(3, PetType.Fish, 0.99m),
    ];

    private protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));

    private protected IPetStore Store { get; private set; } = null!;

    /// <summary>Whether responses of this engine may be lost. Then a write may count twice when others write in between, and more than one of
    /// several concurrent deletes may report that it deleted the pet.</summary>
    private protected virtual bool AnswersGetLost => false;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => Store = await StartAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>Opens this test's store as another process of the app would; it is not initialized yet.</summary>
    private protected abstract Task<IPetStore> OpenAsync();

    private protected async Task<IPetStore> StartAsync()
    {
        var store = await OpenAsync();
        await store.InitializeAsync(Cancellation);
        return store;
    }

    private protected async Task<StoredPet> CreateAsync(PetType type = PetType.Bird, decimal price = 1m, string? key = null)
    {
        var (status, pet) = await Store.CreateAsync(new NewPet(type, price), key, Cancellation);
        Assert.Equal(CreateStatus.Created, status);
        Assert.NotNull(pet);
        return pet;
    }

    private protected async Task<StoredPet[]> CreateManyAsync(int count, PetType type = PetType.Bird)
    {
        var pets = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => CreateAsync(type)));
        return [.. pets.OrderBy(pet => pet.Pet.Id)];
    }

    private protected Task<StoredPet?> FindAsync(long id) => Store.FindAsync(id, Cancellation);

    private protected Task<PetPage> ListAsync(
        PetType? type = null, long? after = null, int skip = 0, int limit = 100, bool newestFirst = false) =>
        Store.ListAsync(new PetQuery(type, after, skip, limit, newestFirst), Cancellation);

    private protected ValueTask<List<Pet>> ExportAsync(PetType? type = null) =>
        Store.ExportAsync(type, Cancellation).SelectMany(chunk => chunk).ToListAsync(Cancellation);

    private protected Task<WriteResult> ReplaceAsync(long id, decimal price, VersionCondition? condition = null, PetType type = PetType.Cat) =>
        Store.ReplaceAsync(id, new NewPet(type, price), condition ?? VersionCondition.None, Cancellation);

    private protected Task<WriteResult> DeleteAsync(long id, VersionCondition? condition = null) =>
        Store.DeleteAsync(id, condition ?? VersionCondition.None, Cancellation);

    private protected static VersionCondition Version(params long[] versions) => new(AnyOf: versions);

    private protected static VersionCondition NotVersion(params long[] versions) => new(NoneOf: versions);

    [Fact]
    public async Task A_new_store_has_the_three_sample_pets()
    {
        var page = await ListAsync();

        Assert.Equal(Samples, page.Pets);
        Assert.False(page.HasMore);
        Assert.All(await Task.WhenAll(Samples.Select(pet => FindAsync(pet.Id))), found => Assert.Equal(1, found!.Version));
    }

    [Fact]
    public async Task A_restart_changes_nothing_and_does_not_bring_deleted_sample_pets_back()
    {
        await DeleteAsync(2);
        await ReplaceAsync(3, 5m);

        Store = await StartAsync();

        Assert.Equal([Samples[0], new Pet(3, PetType.Cat, 5m)], (await ListAsync()).Pets);
        Assert.Equal(4, (await CreateAsync()).Pet.Id);
    }

    [Fact]
    public async Task Concurrent_starts_create_one_store()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => StartAsync()));

        Assert.Equal(Samples, (await ListAsync()).Pets);
        Assert.Equal(4, (await CreateAsync()).Pet.Id);
    }

    [Fact]
    public async Task A_check_of_a_working_store_succeeds() => await Store.CheckAsync(Cancellation);

    [Fact]
    public async Task A_call_that_was_cancelled_before_it_began_changes_nothing()
    {
        using var givenUp = new CancellationTokenSource();
        await givenUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.CreateAsync(new NewPet(PetType.Bird, 1m), null, givenUp.Token));

        Assert.Equal(Samples, (await ListAsync()).Pets);
    }
}
