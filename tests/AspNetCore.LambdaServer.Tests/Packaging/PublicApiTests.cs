using System.Reflection;
using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.Packaging;

/// <summary>The package's public API is what PublicApi.txt says. A change of it is a change for the package's users.</summary>
public sealed class PublicApiTests
{
    private static readonly Assembly Package = typeof(HostingOptions).Assembly;

    [Fact]
    public void The_public_API_is_the_recorded_one()
    {
        var recorded = File.ReadAllLines(Repository.PathTo("tests", "AspNetCore.LambdaServer.Tests", "Packaging", "PublicApi.txt"));
        var actual = Package.GetExportedTypes().SelectMany(Describe).Order(StringComparer.Ordinal).ToArray();
        Assert.True(recorded.SequenceEqual(actual), $"If the change is meant, PublicApi.txt has to be:\n{string.Join('\n', actual)}");
    }

    [Fact]
    public void No_public_type_is_in_a_namespace_of_AWS() =>
        Assert.DoesNotContain(Package.GetExportedTypes(), type => type.FullName!.StartsWith("Amazon.", StringComparison.Ordinal));

    private static IEnumerable<string> Describe(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        yield return $"{type.FullName}";
        foreach (var member in type.GetMembers(Declared).Where(member => member is not MethodInfo { IsSpecialName: true } and not FieldInfo { IsSpecialName: true }))
            yield return $"{type.FullName} {member}{(member is PropertyInfo property ? $" {{ {(property.CanRead ? "get; " : "")}{(property.CanWrite ? "set; " : "")}}}" : "")}";
    }
}
