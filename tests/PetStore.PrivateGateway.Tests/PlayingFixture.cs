namespace PetStore.PrivateGateway.Tests;

/// <summary>One gateway for all tests of a class.</summary>
public sealed class PlayingFixture : IAsyncLifetime
{
    public Playing Playing { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Playing = await Playing.StartAsync();

    public ValueTask DisposeAsync() => Playing.DisposeAsync();
}
