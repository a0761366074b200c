using PetStore.Api.Storage;
using PetStore.Benchmarks.Measurement;

namespace PetStore.Benchmarks.Storage;

/// <summary>A store that holds so many pets, with ids from 1 without gaps, and types in turn.</summary>
internal abstract class StoreOfSize(long pets) : IAsyncDisposable
{
    public long Pets => pets;

    public abstract IPetStore Store { get; }

    /// <summary>The app on this store, where what a caller sees of it is measured too.</summary>
    public ServerProcess? App { get; protected set; }

    /// <summary>Makes the pets.</summary>
    public abstract Task FillAsync();

    public abstract ValueTask DisposeAsync();
}
