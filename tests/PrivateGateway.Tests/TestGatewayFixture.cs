namespace PrivateGateway.Tests;

/// <summary>One gateway for all tests of a class.</summary>
public sealed class TestGatewayFixture : IAsyncLifetime
{
    public TestGateway TestGateway { get; private set; } = null!;

    public async ValueTask InitializeAsync() => TestGateway = await TestGateway.StartAsync();

    public ValueTask DisposeAsync() => TestGateway.DisposeAsync();
}
