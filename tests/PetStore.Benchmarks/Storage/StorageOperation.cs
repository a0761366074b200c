using PetStore.Api.Pets;
using PetStore.Api.Storage;

namespace PetStore.Benchmarks.Storage;

/// <summary>What users of the store do, at places spread over all its pets.</summary>
internal sealed record StorageOperation(string Name, Func<StoreOfSize, Random, Task> RunAsync)
{
    public static IReadOnlyList<StorageOperation> All { get; } =
    [
        new("a pet by id", (store, random) => store.Store.FindAsync(Id(store, random), default)),
        new("first page of 20", (store, _) => ListAsync(store, null, 0, 0)),
        new("page of 20 by after", (store, random) => ListAsync(store, null, Id(store, random), 0)),
        new("page of 20 by page number 25", (store, _) => ListAsync(store, null, 0, 480)),
        new("page of 20 of a type, by after", (store, random) => ListAsync(store, PetType.Gecko, Id(store, random), 0)),
        new("create", (store, _) => store.Store.CreateAsync(new NewPet(PetType.Bird, 19.99m), null, default)),
        new("create with an idempotency key", (store, _) => store.Store.CreateAsync(new NewPet(PetType.Bird, 19.99m), NewKey(), default)),
        new("replace", (store, random) => store.Store.ReplaceAsync(Id(store, random), new NewPet(PetType.Dog, 1m), VersionCondition.None, default)),
    ];

    /// <summary>The same reads as a caller of the app makes them, one after the other.</summary>
    public static IReadOnlyList<StorageOperation> Routes { get; } =
    [
        new("GET /pets/{id}", (store, random) => GetAsync(store, $"/pets/{Id(store, random)}")),
        new("GET /pets", (store, _) => GetAsync(store, "/pets")),
        new("GET /pets?after={id}", (store, random) => GetAsync(store, $"/pets?after={Id(store, random)}")),
    ];

    private static long Id(StoreOfSize store, Random random) => random.NextInt64(1, store.Pets + 1);

    private static string NewKey() => Guid.NewGuid().ToString();

    private static Task<PetPage> ListAsync(StoreOfSize store, PetType? type, long after, int skip) =>
        store.Store.ListAsync(new PetQuery(type, after, skip, Limit: 20), default);

    private static Task GetAsync(StoreOfSize store, string path)
    {
        store.App!.Call(path);
        return Task.CompletedTask;
    }
}
