using PetStore.Testing;

namespace PrivateGateway.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_API_matches_the_recorded_one() =>
        PublicApi.AssertIs(typeof(PrivateGatewayHost).Assembly, "src", "PrivateGateway", "PublicApi.txt");
}
