using PetStore.EndToEnd.Tests.Running;
using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.Generated;

public sealed class TypeScriptClientsTests
{
    [Theory]
    [InlineData("walk-openapi-fetch", "Kestrel")]
    [InlineData("walk-hey-api", "Kestrel")]
    [InlineData("walk-openapi-fetch", "stage")]
    [InlineData("walk-hey-api", "stage")]
    public async Task A_third_party_generator_creates_a_client_that_type_checks_and_makes_every_call(string walk, string place)
    {
        await NodeTools.InstallAsync();
        await using var store = await RunningStore.StartAsync(place);
        var called = await GeneratedTypeScript.WalkAsync(walk, store.Url);

        Assert.Equal(DescribedOperations.All, called.Order());
    }
}
