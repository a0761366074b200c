using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>
/// The language extension Fn::ForEach: a member <c>Fn::ForEach::Name: [identifier, collection, { key: value }]</c> stands for one
/// member for each item of the collection.
/// </summary>
internal sealed class ForEachLoops(IntrinsicResolver resolver)
{
    private const string Prefix = "Fn::ForEach::";

    /// <returns>A copy without loops.</returns>
    public JsonNode? Expand(JsonNode? written, TemplatePath path) => written switch
    {
        JsonObject o => new JsonObject(o.SelectMany(member => member.Key.StartsWith(Prefix, StringComparison.Ordinal)
            ? Loop(member.Value, path.At(member.Key))
            : [KeyValuePair.Create(member.Key, Expand(member.Value, path.At(member.Key)))])),
        JsonArray a => new JsonArray([.. a.Select((item, i) => Expand(item, path.At(i)))]),
        _ => written?.DeepClone(),
    };

    private IEnumerable<KeyValuePair<string, JsonNode?>> Loop(JsonNode? loop, TemplatePath path)
    {
        if (loop is not JsonArray { Count: 3 } parts || parts[0] is not JsonValue identifier || parts[2] is not JsonObject body)
            throw new TemplateException(path, "Fn::ForEach takes an identifier, a collection and an object.");
        if (resolver.Resolve(parts[1], path.At(1)) is not JsonArray collection)
            throw new TemplateException(path.At(1), "The collection of Fn::ForEach must be a list of strings.");

        return collection.SelectMany(item =>
            ((JsonObject)Expand(Put(body, identifier.ToString(), item!.ToString()), path.At(2))!).ToList()
                .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
    }

    // &{x} stands for the item with only its letters and digits, which keys need.
    private static JsonNode? Put(JsonNode? written, string identifier, string item)
    {
        return written switch
        {
            JsonObject { Count: 1 } call when call["Ref"]?.ToString() == identifier => JsonValue.Create(item),
            JsonObject { Count: 1 } call when call["Fn::Sub"] is JsonValue text && PutText(text.ToString()) is var whole && !whole.Contains("${", StringComparison.Ordinal) =>
                JsonValue.Create(whole),
            JsonObject o => new JsonObject(o.Select(member => KeyValuePair.Create(PutText(member.Key), Put(member.Value, identifier, item)))),
            JsonArray a => new JsonArray([.. a.Select(element => Put(element, identifier, item))]),
            JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(PutText(text)),
            _ => written?.DeepClone(),
        };

        string PutText(string text) => text
            .Replace($"${{{identifier}}}", item, StringComparison.Ordinal)
            .Replace($"&{{{identifier}}}", string.Concat(item.Where(char.IsAsciiLetterOrDigit)), StringComparison.Ordinal);
    }
}
