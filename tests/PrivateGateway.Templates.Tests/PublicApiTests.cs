using PetStore.Testing;

namespace PrivateGateway.Templates.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_API_matches_the_recorded_one() =>
        PublicApi.AssertIs(typeof(TemplateException).Assembly, "src", "PrivateGateway.Templates", "PublicApi.txt");
}
