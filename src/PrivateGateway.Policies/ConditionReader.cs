using System.Text.Json.Nodes;

namespace PrivateGateway.Policies;

/// <summary>A statement's Condition element: operators, their keys, their values.</summary>
internal static class ConditionReader
{
    public static IReadOnlyList<Condition> Read(JsonNode? node, string[] at, bool variables)
    {
        if (node is null)
            return [];

        var conditions = new List<Condition>();
        foreach (var (written, keys) in node as JsonObject ?? throw new PolicyException(at, "A condition must be an object of operators."))
        {
            string[] place = [.. at, written];
            var operators = keys as JsonObject ?? throw new PolicyException(place, "An operator must be an object of condition keys.");
            foreach (var (key, values) in operators)
                conditions.Add(ReadOne(written, key, values, [.. place, key], variables));
        }

        var repeated = conditions.GroupBy(c => (c.Operator.ToUpperInvariant(), c.Key.ToUpperInvariant())).FirstOrDefault(g => g.Count() > 1);
        return repeated is null
            ? conditions
            : throw new PolicyException([.. at, repeated.Last().Operator], $"{repeated.Last().Key} appears twice; the case of keys does not matter.");
    }

    private static Condition ReadOne(string written, string key, JsonNode? values, string[] place, bool variables)
    {
        var (set, name, ifExists) = Parse(written);
        var found = ConditionOperators.Find(name) ?? throw new PolicyException(place[..^1], $"Unknown condition operator {written}.");
        var isNull = found.Name == "Null";
        if (isNull && (ifExists || set != SetOperator.None))
            throw new PolicyException(place[..^1], "Null cannot be combined with IfExists, ForAllValues or ForAnyValue.");
        if (!ConditionKeys.IsKnown(key))
            throw new PolicyException(place, $"Unknown condition key {key}.");

        var texts = Texts(values, place);
        var comparisons = texts.Select((text, i) =>
            ElementReader.Place(values is JsonArray ? [.. place, $"{i}"] : place, () => found.Read(text, variables))).ToList();
        return new Condition(written, set, found.IsNegated, ifExists, key, texts, comparisons)
        {
            IsNull = isNull,
            Literals = found.Name is "StringEquals" or "StringNotEquals" && !(variables && texts.Exists(text => text.Contains("${", StringComparison.Ordinal)))
                ? texts.ToHashSet(StringComparer.Ordinal) : null,
            Variables = variables ? [.. texts.Select(text => WildcardPattern.Parse(text, variables: true)).Where(pattern => pattern.Variables.Any())] : [],
        };
    }

    private static (SetOperator Set, string Name, bool IfExists) Parse(string written)
    {
        const StringComparison Any = StringComparison.OrdinalIgnoreCase;
        var (set, name) = written.StartsWith("ForAllValues:", Any) ? (SetOperator.ForAllValues, written[13..])
            : written.StartsWith("ForAnyValue:", Any) ? (SetOperator.ForAnyValue, written[12..])
            : (SetOperator.None, written);
        return name.EndsWith("IfExists", Any) ? (set, name[..^8], true) : (set, name, false);
    }

    // A Boolean or a number may be written without quotes.
    private static List<string> Texts(JsonNode? values, string[] place) => values switch
    {
        JsonArray items when items.All(item => item is JsonValue) => [.. items.Select(item => item!.ToString())],
        JsonValue => [values.ToString()],
        _ => throw new PolicyException(place, "The value of a condition key must be a string or a list of strings."),
    };
}
