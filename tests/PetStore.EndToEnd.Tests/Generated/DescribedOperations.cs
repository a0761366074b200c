using System.Text.Json.Nodes;
using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.Generated;

/// <summary>The ids of all operations in openapi.json, sorted.</summary>
internal static class DescribedOperations
{
    public static IEnumerable<string> All { get; } =
    [
        .. JsonNode.Parse(File.ReadAllText(Repository.PathTo("src", "PetStore.Api", "openapi.json")))!["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject())
            .Select(operation => operation.Value!["operationId"]!.GetValue<string>())
            .Order(),
    ];
}
