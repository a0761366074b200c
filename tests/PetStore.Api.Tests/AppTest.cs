namespace PetStore.Api.Tests;

/// <summary>A test with a new app and a new store, which has the three sample pets.</summary>
public abstract class AppTest : IAsyncDisposable
{
    internal PetStoreApp App { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
