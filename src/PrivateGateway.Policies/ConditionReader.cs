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
        foreach (var (written, keys) in node as JsonObject ?? throw new PolicyException(at, "A condition is an object of operators."))
        {
            string[] place = [.. at, written];
            var operators = keys as JsonObject ?? throw new PolicyException(place, "An operator has an object of condition keys.");
            foreach (var (key, values) in operators)
                conditions.Add(ReadOne(written, key, values, [.. place, key], variables));
        }

        var twice = conditions.GroupBy(c => (c.Operator.ToUpperInvariant(), c.Key.ToUpperInvariant())).FirstOrDefault(g => g.Count() > 1);
        return twice is null
            ? conditions
            : throw new PolicyException([.. at, twice.Last().Operator], $"{twice.Last().Key} is there twice; the case of keys does not matter.");
    }

    private static Condition ReadOne(string written, string key, JsonNode? values, string[] place, bool variables)
    {
        var (set, name, ifExists) = Dissect(written);
        var found = ConditionOperators.Find(name) ?? throw new PolicyException(place[..^1], $"There is no condition operator named {written}.");
        var isNull = found.Name == "Null";
        if (isNull && (ifExists || set != SetOperator.None))
            throw new PolicyException(place[..^1], "Null takes neither IfExists nor ForAllValues nor ForAnyValue.");
        if (!ConditionKeys.IsKnown(key))
            throw new PolicyException(place, $"There is no condition key named {key}.");

        var texts = Texts(values, place);
        var comparisons = texts.Select((text, i) =>
            ElementReader.Place(values is JsonArray ? [.. place, $"{i}"] : place, () => found.Read(text, variables))).ToList();
        return new Condition(written, set, found.IsNegated, ifExists, key, texts, comparisons) { IsNull = isNull };
    }

    private static (SetOperator Set, string Name, bool IfExists) Dissect(string written)
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
        _ => throw new PolicyException(place, "The values of a condition key are a string or a list of strings."),
    };
}
