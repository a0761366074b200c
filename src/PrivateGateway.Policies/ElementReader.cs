using System.Text.Json.Nodes;

namespace PrivateGateway.Policies;

/// <summary>The elements of one statement, each a string or a list of strings.</summary>
internal sealed class ElementReader(JsonObject statement, string[] at)
{
    /// <returns>The one of the two names that the statement uses.</returns>
    public string OneOf(string name, string negated) => (statement.ContainsKey(name), statement.ContainsKey(negated)) switch
    {
        (true, false) => name,
        (false, true) => negated,
        (true, true) => throw new PolicyException(at, $"A statement cannot have both {name} and {negated}."),
        _ => throw new PolicyException(at, $"The statement has no {name}."),
    };

    /// <param name="read">Throws FormatException for a value that it does not accept.</param>
    public IReadOnlyList<T> Each<T>(string name, Func<string, T> read) => Each(statement[name], [.. at, name], read);

    public IReadOnlyList<PrincipalPattern> Principals(string name)
    {
        var node = statement[name];
        string[] place = [.. at, name];
        if (node is JsonValue)
        {
            return node.ToString() == "*"
                ? [Policies.Principals.Everyone]
                : throw new PolicyException(place, $"'{node}' is not a principal. Write * or {{\"AWS\": ...}}.");
        }

        return node is JsonObject { Count: > 0 } types
            ? [.. types.SelectMany(type => Each(type.Value, [.. place, type.Key], value => Policies.Principals.Parse(type.Key, value)))]
            : throw new PolicyException(place, "A principal must be * or an object of types and values.");
    }

    /// <exception cref="PolicyException">The element is not a string or a list of strings, the list is empty, or a value cannot be read.</exception>
    private static List<T> Each<T>(JsonNode? node, string[] place, Func<string, T> read) => node switch
    {
        JsonArray { Count: > 0 } items => [.. items.Select((item, i) => One(item, [.. place, $"{i}"], read))],
        JsonValue => [One(node, place, read)],
        _ => throw new PolicyException(place, "This must be a string or a list of strings."),
    };

    private static T One<T>(JsonNode? node, string[] place, Func<string, T> read)
    {
        if (node is not JsonValue value || !value.TryGetValue(out string? text))
            throw new PolicyException(place, "This must be a string.");

        return Place(place, () => read(text));
    }

    /// <summary>Adds the place in the policy to an error in a value.</summary>
    public static T Place<T>(string[] place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException exception)
        {
            throw new PolicyException(place, exception.Message);
        }
    }
}
