using Amazon.DynamoDBv2;
using PetStore.Api.Storage;
using PetStore.Testing;

namespace PetStore.Api.Tests.Storage;

/// <summary>Another implementation of DynamoDB, on machines that have it.</summary>
public sealed class MotoContractTests(MotoFixture moto) : PetStoreContract, IClassFixture<MotoFixture>
{
    private DynamoDbPlace? _place;

    public override ValueTask DisposeAsync()
    {
        _place?.Dispose();
        return ValueTask.CompletedTask;
    }

    private protected override async Task<IPetStore> OpenAsync() =>
        (_place ??= new DynamoDbPlace(Time)).Open(await moto.StartedAsync(), OneByOne);

    // Moto's concurrent writes are not atomic.
    private static IAmazonDynamoDB OneByOne(IAmazonDynamoDB client)
    {
        ((AmazonDynamoDBConfig)client.Config).MaxConnectionsPerServer = 1;
        return client;
    }
}

public sealed class MotoFixture : IAsyncDisposable
{
    private readonly Lazy<Task<(ChildProcess Process, Uri Endpoint)>> _server = new(StartAsync);

    public async Task<Uri> StartedAsync() => (await _server.Value).Endpoint;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully)
            await (await _server.Value).Process.DisposeAsync();
    }

    private static async Task<(ChildProcess, Uri)> StartAsync()
    {
        var program = Requires.Find("moto_server");
        if (program is null)
            Requires.Skip("moto_server is not installed.");

        var port = FreePort.Next();
        var process = ChildProcess.Start(program, ["-H", "127.0.0.1", "-p", $"{port}"]);
        await process.WaitForLineAsync(line => line.Contains("Running on", StringComparison.Ordinal));
        return (process, new Uri($"http://127.0.0.1:{port}"));
    }
}
