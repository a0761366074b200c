using PetStore.Api.Storage;

namespace PetStore.Api.Tests.Storage;

public sealed class DynaliteContractTests(DynaliteFixture dynalite) : PetStoreContract
{
    private DynamoDbPlace? _place;

    public override ValueTask DisposeAsync()
    {
        _place?.Dispose();
        return ValueTask.CompletedTask;
    }

    private protected override async Task<IPetStore> OpenAsync() =>
        (_place ??= new DynamoDbPlace(Time)).Open((await dynalite.StartedAsync()).Endpoint);
}
