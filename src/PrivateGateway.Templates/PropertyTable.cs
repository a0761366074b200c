namespace PrivateGateway.Templates;

/// <summary>
/// Every property of the types that decide about a call: played, without effect on a call, or refused. What stands in no
/// list is refused too, so that nothing is ignored silently. A test walks CloudFormation's and SAM's schemas against it.
/// </summary>
internal static class PropertyTable
{
    private static readonly Dictionary<string, Properties> Types = PropertyRows.All.ToDictionary(row => row.Key, row => Properties.Parse(row.Played, row.NoEffect, row.Refused));

    public static IEnumerable<string> Keys => Types.Keys;

    /// <summary>Whether the table says anything about the property.</summary>
    public static bool Knows(string key, string property) => Types[key].Knows(property);

    public static void Check(ResolvedTemplate template, ResolvedResource resource) => Check(template, resource.Type, resource.Properties);

    /// <summary>Adds an obstacle for each member that is refused or unknown.</summary>
    public static void Check(ResolvedTemplate template, string key, TemplateNode node)
    {
        var known = Types[key];
        template.Obstacles.Each(Members(), member => known.Check(key, member.Name, member.Node));

        IEnumerable<(string Name, TemplateNode Node)> Members() => template.Obstacles.Try(() => node.Members().ToList()) ?? [];
    }

    /// <summary>The same for the members that start with x-amazon-apigateway-; OpenAPI's own have no effect but where they are read.</summary>
    public static void CheckExtensions(ResolvedTemplate template, string key, TemplateNode node)
    {
        var known = Types[key];
        template.Obstacles.Each(
            node.Members().Where(member => member.Name.StartsWith("x-amazon-apigateway-", StringComparison.Ordinal)),
            member => known.Check(key, member.Name, member.Node));
    }

    /// <param name="Refused">By name: the values that have no effect.</param>
    private sealed record Properties(IReadOnlySet<string> Harmless, IReadOnlyDictionary<string, string[]> Refused)
    {
        // "Name" or "Name=value|value": values that do nothing.
        public static Properties Parse(string played, string noEffect, string refused) => new(
            Words($"{played} {noEffect}").ToHashSet(),
            Words(refused).Select(word => word.Split('=')).ToDictionary(word => word[0], word => word.Length > 1 ? word[1].Split('|') : []));

        public bool Knows(string property) => Harmless.Contains(property) || Refused.ContainsKey(property);

        public bool Check(string key, string name, TemplateNode node)
        {
            if (Harmless.Contains(name))
                return true;
            if (!Refused.TryGetValue(name, out var values))
                throw new TemplateException(node.Path, $"The gateway does not know the property {name} of {key}, so it cannot say what it does to a call.");

            return values.Length > 0 && values.Contains(node.Text, StringComparer.OrdinalIgnoreCase)
                ? true
                : throw new TemplateException(node.Path, $"The gateway does not play {name}, which would change the answer of a call.");
        }

        private static string[] Words(string text) =>
            text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
    }
}
