using System.Text.Json.Nodes;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>No permission is wider than necessary: every <c>*</c> has a documented reason.</summary>
internal static class WildcardChecks
{
    public static void Every_wildcard_has_its_reason(TemplateUnderTest template)
    {
        var reasons = template.Root["Metadata"]!["Wildcards"]!.AsObject();
        var wildcards = Strings(template.Root["Resources"]!, "Resources").Where(s => s.Text.Contains('*', StringComparison.Ordinal)).ToList();

        Assert.All(wildcards, wildcard => Assert.Contains(reasons, reason => wildcard.Path.StartsWith(reason.Key, StringComparison.Ordinal)));
        Assert.All(reasons, reason => Assert.Contains(wildcards, wildcard => wildcard.Path.StartsWith(reason.Key, StringComparison.Ordinal)));
        Assert.All(reasons, reason => Assert.InRange(reason.Value!.ToString().Length, 40, 600));
    }

    private static IEnumerable<(string Path, string Text)> Strings(JsonNode node, string path) => node switch
    {
        JsonObject o => o.SelectMany(member => Strings(member.Value!, $"{path}.{member.Key}")),
        JsonArray a => a.SelectMany((item, i) => Strings(item!, $"{path}.{i}")),
        _ => [(path, node.ToString())],
    };
}
