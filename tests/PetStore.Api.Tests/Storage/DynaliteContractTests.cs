using PetStore.Api.Storage;

namespace PetStore.Api.Tests.Storage;

public sealed class DynaliteContractTests(DynaliteFixture dynalite) : DynaliteContract(dynalite, shards: 1);

public sealed class FourShardsContractTests(DynaliteFixture dynalite) : DynaliteContract(dynalite, shards: 4);

public abstract class DynaliteContract(DynaliteFixture dynalite, int shards) : PetStoreContract
{
    private DynamoDbPlace? _place;

    public override ValueTask DisposeAsync()
    {
        _place?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected override async Task<IPetStore> OpenAsync() =>
        (_place ??= new DynamoDbPlace(Time) { Settings = { ["Storage:DynamoDb:Shards"] = $"{shards}" } }).Open((await dynalite.StartedAsync()).Endpoint);
}
