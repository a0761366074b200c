using System.Reflection;
using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.Packaging;

public sealed class PublicApiTests
{
    private static readonly Assembly Package = typeof(HostingOptions).Assembly;

    [Fact]
    public void The_public_API_matches_the_recorded_one() =>
        PublicApi.AssertIs(Package, "src", "AspNetCore.LambdaServer", "PublicApi.txt");

    [Fact]
    public void No_public_type_is_in_an_AWS_namespace() =>
        Assert.DoesNotContain(Package.GetExportedTypes(), type => type.FullName!.StartsWith("Amazon.", StringComparison.Ordinal));
}
