using PetStore.Api.Storage;
using PetStore.Testing;

namespace PetStore.Api.Tests.Storage;

/// <summary>The contract through a network and a DynamoDB where one request in ten goes wrong.</summary>
public sealed class UnreliableContractTests(DynaliteFixture dynalite) : PetStoreContract
{
    // Mostly lost responses: they are the hardest to get right.
    private static readonly Fault[] Faults =
    [
        DynamoDbFaults.DropAnswer, DynamoDbFaults.Close, DynamoDbFaults.DropAnswer, new Fault.Delay(TimeSpan.FromMilliseconds(30)),
        DynamoDbFaults.DropAnswer, DynamoDbFaults.ServerError, DynamoDbFaults.DropAnswer, DynamoDbFaults.Close,
        DynamoDbFaults.DropAnswer, DynamoDbFaults.Throttle,
    ];

    private FaultProxy? _proxy;
    private DynamoDbPlace? _place;
    private int _requests;

    private protected override bool AnswersGetLost => true;

    public override async ValueTask InitializeAsync()
    {
        _proxy = await FaultProxy.StartAsync((await dynalite.StartedAsync()).Endpoint);
        _place = new DynamoDbPlace(Time);
        await base.InitializeAsync();
        _proxy.Inject = Choose;
    }

    public override async ValueTask DisposeAsync()
    {
        _place?.Dispose();
        if (_proxy is not null)
            await _proxy.DisposeAsync();
    }

    private protected override Task<IPetStore> OpenAsync() => Task.FromResult(_place!.Open(_proxy!.Endpoint));

    private Fault? Choose(ProxiedRequest request)
    {
        var number = Interlocked.Increment(ref _requests);
        var fault = number % 10 == 2 ? Faults[number / 10 % Faults.Length] : null;

        // A lost lease leaves a gap in the ids, which the contract's tests would take for a fault.
        return fault is Fault.DropAnswer && request.Says("ADD n") ? DynamoDbFaults.Close : fault;
    }
}
