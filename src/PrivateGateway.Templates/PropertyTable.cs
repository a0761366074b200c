namespace PrivateGateway.Templates;

/// <summary>
/// Every property of the types that affect a call: supported, without effect on a call, or refused. A property in none of
/// the lists is refused too, so that nothing is ignored silently. A test compares it with CloudFormation's and SAM's schemas.
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

    /// <summary>The same for the members that start with x-amazon-apigateway-; OpenAPI's own have no effect unless a reader uses them.</summary>
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
        // "Name" or "Name=value|value": values without effect.
        public static Properties Parse(string supported, string noEffect, string refused) => new(
            Words($"{supported} {noEffect}").ToHashSet(),
            Words(refused).Select(word => word.Split('=')).ToDictionary(word => word[0], word => word.Length > 1 ? word[1].Split('|') : []));

        public bool Knows(string property) => Harmless.Contains(property) || Refused.ContainsKey(property);

        public bool Check(string key, string name, TemplateNode node)
        {
            if (Harmless.Contains(name))
                return true;
            if (!Refused.TryGetValue(name, out var values))
                throw new TemplateException(node.Path, $"The gateway does not know the property {name} of {key}, so its effect on a call is unknown.");

            return values.Length > 0 && values.Contains(node.Text, StringComparer.OrdinalIgnoreCase)
                ? true
                : throw new TemplateException(
                    node.Path,
                    $"The gateway does not support {name}, which would change the response to a call. Leave it out in local runs{(values.Length > 0 ? $", or give it the value {string.Join(" or ", values)}" : "")}.");
        }

        private static string[] Words(string text) =>
            text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
    }
}
