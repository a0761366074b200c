using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PrivateGateway.Templates;

/// <summary>What Ref and Fn::GetAtt find in the Resources section. Null where only parameters may be named.</summary>
internal interface IResourceReferences
{
    /// <returns>Null where there is no such resource.</returns>
    JsonNode? Ref(string logicalId, TemplatePath path);

    JsonNode? GetAtt(string logicalId, string attribute, TemplatePath path);
}

/// <summary>
/// Replaces intrinsic functions by their values: written JSON in, plain JSON out, the written JSON untouched.
/// A property that is AWS::NoValue is left out.
/// </summary>
internal sealed partial class IntrinsicResolver(
    PseudoParameters pseudo,
    IReadOnlyDictionary<string, TemplateParameter> parameters,
    JsonObject mappings,
    Func<string, TemplatePath, bool>? conditions = null,
    IResourceReferences? resources = null)
{
    private readonly IReadOnlyDictionary<string, string> _pseudo = pseudo.Values;

    public IReadOnlyDictionary<string, TemplateParameter> Parameters => parameters;

    /// <returns>Null for AWS::NoValue.</returns>
    public JsonNode? Resolve(JsonNode? written, TemplatePath path)
    {
        switch (written)
        {
            case null:
                throw new TemplateException(path, "Null values are not allowed in templates.");
            case JsonObject o when IntrinsicName(o, path) is { } name:
                return Call(name, o[name], path.At(name));
            case JsonObject o:
                return new JsonObject(o
                    .Select(p => KeyValuePair.Create(p.Key, Resolve(p.Value, path.At(p.Key))))
                    .Where(p => p.Value is not null));
            case JsonArray a:
                return new JsonArray([.. a.Select((item, i) => Resolve(item, path.At(i))).Where(item => item is not null)]);
            default:
                return Literal(written, path);
        }
    }

    public string ResolveText(JsonNode? written, TemplatePath path) => Resolve(written, path) is JsonValue value
        ? value.ToString()
        : throw new TemplateException(path, "This must resolve to a string.");

    /// <summary>Null where the object is no call of a function.</summary>
    public static string? IntrinsicName(JsonObject written, TemplatePath path)
    {
        var name = written.Select(p => p.Key).FirstOrDefault(key => key == "Ref" || key.StartsWith("Fn::", StringComparison.Ordinal));
        return name is not null && written.Count > 1
            ? throw new TemplateException(path, $"{name} must be the only member of its object.")
            : name;
    }

    private JsonNode? Call(string name, JsonNode? argument, TemplatePath path) => name switch
    {
        "Ref" => Ref(Written(argument, path), path),
        "Fn::GetAtt" => GetAtt(argument, path),
        "Fn::Sub" => Sub(argument, path),
        "Fn::Join" => Join(Items(argument, path, 2), path),
        "Fn::Split" => Split(Items(argument, path, 2), path),
        "Fn::Select" => Select(Items(argument, path, 2), path),
        "Fn::If" => If(Items(argument, path, 3), path),
        "Fn::FindInMap" => FindInMap(Items(argument, path, 3), path),
        "Fn::Base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(ResolveText(argument, path))),
        "Fn::GetAZs" => new JsonArray([.. "abc".Select(zone => JsonValue.Create($"{pseudo.Region}{zone}"))]),
        "Fn::ImportValue" or "Fn::Cidr" or "Fn::Transform" =>
            throw new TemplateException(path, $"{name} cannot be resolved without AWS; make the value a parameter."),
        "Fn::Equals" or "Fn::And" or "Fn::Or" or "Fn::Not" =>
            throw new TemplateException(path, $"{name} stands in Conditions and Rules only; here, Fn::If names a condition."),
        _ => throw new TemplateException(path, $"There is no intrinsic function named {name}."),
    };

    private JsonNode? Ref(string name, TemplatePath path) =>
        name == "AWS::NoValue" ? null
        : _pseudo.TryGetValue(name, out var value) ? JsonValue.Create(value)
        : parameters.TryGetValue(name, out var parameter) ? parameter.Value.DeepClone()
        : resources?.Ref(name, path) ?? throw Dangling(name, path);

    private JsonNode? GetAtt(JsonNode? argument, TemplatePath path)
    {
        var (name, attribute) = argument is JsonArray { Count: 2 } pair
            ? (Written(pair[0], path.At(0)), ResolveText(pair[1], path.At(1)))
            : Written(argument, path).Split('.', 2) is [var id, var rest] ? (id, rest)
            : throw new TemplateException(path, "Fn::GetAtt needs a resource and an attribute.");
        return resources?.GetAtt(name, attribute, path) ?? throw Dangling(name, path);
    }

    private string Sub(JsonNode? argument, TemplatePath path)
    {
        if (argument is not JsonArray)
            return Substitute(Written(argument, path), [], path);

        var items = Items(argument, path, 2);
        var variables = items[1] as JsonObject ?? throw new TemplateException(path.At(1), "Fn::Sub's variables must be an object.");
        return Substitute(Written(items[0], path.At(0)), variables, path);
    }

    private string Substitute(string text, JsonObject variables, TemplatePath path) => Placeholder().Replace(text, match =>
    {
        var name = match.Groups[1].Value;
        if (name.StartsWith('!'))
            return $"${{{name[1..]}}}";

        var value = variables.ContainsKey(name) ? Resolve(variables[name], path.At(1).At(name))
            : name.Split('.', 2) is [var id, var attribute] ? resources?.GetAtt(id, attribute, path) ?? throw Dangling(id, path)
            : Ref(name, path);
        return value is JsonValue ? value.ToString() : throw new TemplateException(path, $"${{{name}}} is no string.");
    });

    private string Join(JsonArray items, TemplatePath path) =>
        string.Join(Written(items[0], path.At(0)), List(items[1], path.At(1)).Select(item => item is JsonValue
            ? item.ToString()
            : throw new TemplateException(path.At(1), "Every item of Fn::Join must be a string.")));

    private JsonArray Split(JsonArray items, TemplatePath path)
    {
        var delimiter = Written(items[0], path.At(0));
        return delimiter.Length == 0
            ? throw new TemplateException(path.At(0), "Fn::Split needs a delimiter.")
            : new JsonArray([.. ResolveText(items[1], path.At(1)).Split(delimiter).Select(part => JsonValue.Create(part))]);
    }

    private JsonNode Select(JsonArray items, TemplatePath path)
    {
        var list = List(items[1], path.At(1));
        return int.TryParse(ResolveText(items[0], path.At(0)), out var index) && index >= 0 && index < list.Count
            ? list[index]!.DeepClone()
            : throw new TemplateException(path.At(0), $"Fn::Select cannot select an item at index {items[0]} of {list.Count}.");
    }

    private JsonNode? If(JsonArray items, TemplatePath path)
    {
        if (conditions is null)
            throw new TemplateException(path, "Fn::If cannot stand here.");

        var branch = conditions(Written(items[0], path.At(0)), path.At(0)) ? 1 : 2;
        return Resolve(items[branch], path.At(branch));
    }

    private JsonNode FindInMap(JsonArray items, TemplatePath path)
    {
        var keys = items.Select((item, i) => ResolveText(item, path.At(i))).ToArray();
        return (mappings[keys[0]] as JsonObject)?[keys[1]] is JsonObject second && second[keys[2]] is { } value
            ? value.DeepClone()
            : throw new TemplateException(path, $"Unable to get mapping for {string.Join("::", keys)}");
    }

    private JsonArray List(JsonNode? written, TemplatePath path) =>
        Resolve(written, path) as JsonArray ?? throw new TemplateException(path, "This must resolve to a list.");

    private static JsonArray Items(JsonNode? argument, TemplatePath path, int count) =>
        argument is JsonArray items && items.Count == count
            ? items
            : throw new TemplateException(path, $"{path.Segment} takes a list of {count}.");

    private static string Written(JsonNode? argument, TemplatePath path) =>
        argument is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw new TemplateException(path, "This must be a string.");

    private static JsonNode Literal(JsonNode value, TemplatePath path) =>
        value is JsonValue v && v.TryGetValue(out string? text) && text.Contains("{{resolve:", StringComparison.Ordinal)
            ? throw new TemplateException(path, "A dynamic reference cannot be resolved without AWS; make the value a parameter.")
            : value.DeepClone();

    /// <summary>The template has nothing of this name.</summary>
    public static TemplateException Dangling(string name, TemplatePath path) => path.Segments()[0] is "Conditions" or "Rules"
        ? new TemplateException(path, $"Unresolved dependencies [{name}]: only parameters can be named here.")
        : new TemplateException(path, $"Unresolved resource dependencies [{name}] in the {path.Segments()[0]} block of the template");

    [GeneratedRegex(@"\$\{([^}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
