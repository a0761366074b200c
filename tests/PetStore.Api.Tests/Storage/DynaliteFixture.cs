using PetStore.Api.Tests.Storage;
using PetStore.Testing;

[assembly: AssemblyFixture(typeof(DynaliteFixture))]

namespace PetStore.Api.Tests.Storage;

/// <summary>One dynalite for all tests, started by the first that asks.</summary>
public sealed class DynaliteFixture : IAsyncDisposable
{
    private readonly Lazy<Task<Dynalite>> _server = new(Dynalite.StartAsync);

    public Task<Dynalite> StartedAsync() => _server.Value;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully)
            await (await _server.Value).DisposeAsync();
    }
}
