using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PrivateGateway.Calls;

/// <summary>
/// JSON schema draft 4, as API Gateway's models use it. Written here, because none of the project's libraries supports draft 4. Unknown
/// keywords (format, dependencies, ...) are ignored.
/// </summary>
/// <param name="models">Other models by name, which <c>$ref</c> names by the last segment of its URL.</param>
internal sealed class JsonSchema(IReadOnlyDictionary<string, JsonNode> models, JsonNode root)
{
    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(1);

    public bool IsValid(JsonElement value) => IsValid(value, root, depth: 0);

    private bool IsValid(JsonElement value, JsonNode? node, int depth)
    {
        if (node is not JsonObject schema)
            return true;

        // A value fails validation against a schema that refers to itself endlessly.
        if (depth > 64)
            return false;

        if (schema["$ref"] is { } reference)
            return Resolve((string)reference!) is { } target && IsValid(value, target, depth + 1);

        return schema.All(keyword => keyword.Key switch
        {
            "type" => Types(keyword.Value).Any(type => IsOfType(value, type)),
            "enum" => keyword.Value!.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, JsonNode.Parse(value.GetRawText()))),
            "allOf" => keyword.Value!.AsArray().All(part => IsValid(value, part, depth + 1)),
            "anyOf" => keyword.Value!.AsArray().Any(part => IsValid(value, part, depth + 1)),
            "oneOf" => keyword.Value!.AsArray().Count(part => IsValid(value, part, depth + 1)) == 1,
            "not" => !IsValid(value, keyword.Value, depth + 1),
            _ => value.ValueKind switch
            {
                JsonValueKind.Object => IsValidObject(value, keyword.Key, keyword.Value, schema, depth),
                JsonValueKind.Array => IsValidArray(value, keyword.Key, keyword.Value, schema, depth),
                JsonValueKind.String => IsValidText(value.GetString()!, keyword.Key, keyword.Value),
                JsonValueKind.Number => IsValidNumber(value.GetDouble(), keyword.Key, keyword.Value, schema),
                _ => true,
            },
        });
    }

    private bool IsValidObject(JsonElement value, string keyword, JsonNode? expected, JsonObject schema, int depth) => keyword switch
    {
        "required" => expected is not JsonArray names || names.All(name => value.TryGetProperty((string)name!, out _)),
        "properties" => expected!.AsObject().All(property => !value.TryGetProperty(property.Key, out var member) || IsValid(member, property.Value, depth + 1)),
        "patternProperties" => expected!.AsObject().All(pattern => value.EnumerateObject()
            .Where(member => Regex.IsMatch(member.Name, pattern.Key, RegexOptions.CultureInvariant, PatternLimit))
            .All(member => IsValid(member.Value, pattern.Value, depth + 1))),
        "additionalProperties" => value.EnumerateObject().Where(member => !IsNamed(member.Name, schema))
            .All(member => expected is JsonObject ? IsValid(member.Value, expected, depth + 1) : (bool)expected!),
        "minProperties" => value.EnumerateObject().Count() >= (int)expected!,
        "maxProperties" => value.EnumerateObject().Count() <= (int)expected!,
        _ => true,
    };

    private static bool IsNamed(string name, JsonObject schema) =>
        schema["properties"]?.AsObject().ContainsKey(name) == true
        || schema["patternProperties"]?.AsObject().Any(pattern => Regex.IsMatch(name, pattern.Key, RegexOptions.CultureInvariant, PatternLimit)) == true;

    private bool IsValidArray(JsonElement value, string keyword, JsonNode? expected, JsonObject schema, int depth) => keyword switch
    {
        "items" when expected is JsonArray tuple => value.EnumerateArray().Zip(tuple).All(item => IsValid(item.First, item.Second, depth + 1)),
        "items" => value.EnumerateArray().All(item => IsValid(item, expected, depth + 1)),
        "additionalItems" => expected is not JsonValue || schema["items"] is not JsonArray tuple || (bool)expected || value.GetArrayLength() <= tuple.Count,
        "minItems" => value.GetArrayLength() >= (int)expected!,
        "maxItems" => value.GetArrayLength() <= (int)expected!,
        "uniqueItems" => !(bool)expected! || value.EnumerateArray().Select(item => item.GetRawText()).Distinct().Count() == value.GetArrayLength(),
        _ => true,
    };

    private static bool IsValidText(string value, string keyword, JsonNode? expected) => keyword switch
    {
        "minLength" => new StringInfo(value).LengthInTextElements >= (int)expected!,
        "maxLength" => new StringInfo(value).LengthInTextElements <= (int)expected!,
        "pattern" => Regex.IsMatch(value, (string)expected!, RegexOptions.CultureInvariant, PatternLimit),
        _ => true,
    };

    private static bool IsValidNumber(double value, string keyword, JsonNode? expected, JsonObject schema) => keyword switch
    {
        "minimum" => IsTrue(schema["exclusiveMinimum"]) ? value > (double)expected! : value >= (double)expected!,
        "maximum" => IsTrue(schema["exclusiveMaximum"]) ? value < (double)expected! : value <= (double)expected!,
        "multipleOf" => Math.Abs((value / (double)expected!) - Math.Round(value / (double)expected!)) < 1e-9,
        _ => true,
    };

    private static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var isTrue) && isTrue;

    private static IEnumerable<string> Types(JsonNode? type) => type is JsonArray several ? several.Select(one => (string)one!) : [(string)type!];

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && Math.Floor(value.GetDouble()) == value.GetDouble(),
        _ => true,
    };

    // #/definitions/Item in the same document, or https://apigateway.amazonaws.com/restapis/{id}/models/Item.
    private JsonNode? Resolve(string reference)
    {
        if (!reference.StartsWith('#'))
            return models.GetValueOrDefault(reference[(reference.LastIndexOf('/') + 1)..]);

        JsonNode? node = root;
        foreach (var name in reference.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1))
            node = node is JsonObject parent ? parent[name] : null;

        return node ?? models.GetValueOrDefault(reference[(reference.LastIndexOf('/') + 1)..]);
    }
}
