using PetStore.EndToEnd.Tests.Running;

namespace PetStore.EndToEnd.Tests.Generated;

public sealed class KiotaClientTests
{
    [Theory]
    [InlineData("Kestrel")]
    [InlineData("stage")]
    public async Task Kiota_generates_a_client_that_compiles_and_makes_every_call_with_typed_errors(string place)
    {
        await using var store = await RunningStore.StartAsync(place);

        Assert.Equal(DescribedOperations.All, (await KiotaClient.WalkAsync(store.Url)).Order());
    }
}
