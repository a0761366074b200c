using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PrivateGateway.Templates;

/// <summary>What Ref and Fn::GetAtt find in the Resources section. Null where only parameters may be named.</summary>
internal interface IResourceReferences
{
    /// <returns>Null where there is no such resource.</returns>
    JsonNode? Ref(string logicalId, TemplatePath path);

    /// <returns>Null where the attribute is not known here; <paramref name="exists"/> says whether the resource is.</returns>
    JsonNode? GetAtt(string logicalId, string attribute, TemplatePath path, out bool exists);
}

/// <summary>
/// Replaces intrinsic functions by their values: written JSON in, plain JSON out, the written JSON untouched.
/// A property that is null or AWS::NoValue is left out.
/// </summary>
internal sealed partial class IntrinsicResolver(
    PseudoParameters pseudo,
    IReadOnlyDictionary<string, TemplateParameter> parameters,
    JsonObject mappings,
    OutsideValues outside,
    IncludedFiles files,
    Func<string, TemplatePath, bool>? conditions = null,
    IResourceReferences? resources = null)
{
    private readonly IReadOnlyDictionary<string, string> _pseudo = pseudo.Values;

    public IReadOnlyDictionary<string, TemplateParameter> Parameters => parameters;

    public IncludedFiles Files => files;

    /// <returns>Null for null and for AWS::NoValue.</returns>
    public JsonNode? Resolve(JsonNode? written, TemplatePath path) => written switch
    {
        null => null,
        JsonObject o when IntrinsicName(o, path) is { } name => Call(name, o, path),
        JsonObject o => new JsonObject(o
            .Select(p => KeyValuePair.Create(p.Key, Resolve(p.Value, path.At(p.Key))))
            .Where(p => p.Value is not null)),
        JsonArray a => new JsonArray([.. a.Select((item, i) => Resolve(item, path.At(i))).Where(item => item is not null)]),
        _ => outside.Resolve((JsonValue)written, path),
    };

    public string ResolveText(JsonNode? written, TemplatePath path) => Resolve(written, path) is JsonValue value
        ? value.ToString()
        : throw new TemplateException(path, "This must resolve to a string.");

    /// <summary>Resolves an intrinsic function at the root of the value; its members and items stay as written.</summary>
    public TemplateNode Shape(JsonNode written, TemplatePath path)
    {
        if (written is not JsonObject o || IntrinsicName(o, path) is not { } name)
            return written is JsonValue ? new(path, Resolve(written, path)) : new(path, written, this);

        if (name == "Fn::Transform")
            return files.Include(o, path, this);
        if (name != "Fn::If")
            return new(path, Resolve(written, path));

        var (branch, at) = Branch(Items(o[name], path.At(name), 3), path.At(name));
        return branch is null ? new(at, null) : Shape(branch, at);
    }

    /// <summary>Whether a value exists; the value itself may be unknown.</summary>
    public bool Exists(JsonNode written, TemplatePath path)
    {
        if (written is not JsonObject o || IntrinsicName(o, path) is not { } name)
            return true;
        if (name != "Fn::If")
            return name != "Ref" || o[name]?.ToString() != "AWS::NoValue";

        var (branch, at) = Branch(Items(o[name], path.At(name), 3), path.At(name));
        return branch is not null && Exists(branch, at);
    }

    /// <summary>Null where the object does not call a function.</summary>
    public static string? IntrinsicName(JsonObject written, TemplatePath path)
    {
        var name = written.Select(p => p.Key).FirstOrDefault(key => key == "Ref" || key.StartsWith("Fn::", StringComparison.Ordinal));
        return name is not null and not "Fn::Transform" && written.Count > 1
            ? throw new TemplateException(path, $"{name} must be the only member of its object.")
            : name;
    }

    private JsonNode? Call(string name, JsonObject call, TemplatePath path)
    {
        var (argument, at) = (call[name], path.At(name));
        return name switch
        {
            "Ref" => Ref(NameOf(argument, at), at),
            "Fn::GetAtt" => GetAtt(argument, at),
            "Fn::Sub" => Sub(argument, at),
            "Fn::Join" => Join(Items(argument, at, 2), at),
            "Fn::Split" => Split(Items(argument, at, 2), at),
            "Fn::Select" => Select(Items(argument, at, 2), at),
            "Fn::If" => If(Items(argument, at, 3), at),
            "Fn::FindInMap" => FindInMap(argument, at),
            "Fn::Base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(ResolveText(argument, at))),
            "Fn::GetAZs" => new JsonArray([.. "abc".Select(zone => JsonValue.Create($"{pseudo.Region}{zone}"))]),
            "Fn::Cidr" => AddressBlocks.Cidr([.. Items(argument, at, 2, 3).Select((item, i) => ResolveText(item, at.At(i)))], at),
            "Fn::Length" => List(argument, at).Count,
            "Fn::ToJsonString" => Resolve(argument, at)?.ToJsonString(Unescaped),
            "Fn::ImportValue" => outside.Required($"!ImportValue {ResolveText(argument, at)}", at),
            "Fn::Transform" => files.Include(call, path, this).Value,
            "Fn::Equals" or "Fn::And" or "Fn::Or" or "Fn::Not" =>
                throw new TemplateException(at, $"{name} is allowed in Conditions and Rules only. Name a condition with Fn::If here."),
            _ => throw new TemplateException(at, $"There is no intrinsic function named {name}."),
        };
    }

    private JsonNode? Ref(string name, TemplatePath path) =>
        name == "AWS::NoValue" ? null
        : _pseudo.TryGetValue(name, out var value) ? JsonValue.Create(value)
        : outside.Find($"!Ref {name}") is { } given ? given
        : parameters.TryGetValue(name, out var parameter) ? parameter.Value.DeepClone()
        : resources?.Ref(name, path) ?? throw Dangling(name, path);

    private JsonNode GetAtt(JsonNode? argument, TemplatePath path)
    {
        var (name, attribute) = argument is JsonArray { Count: 2 } pair
            ? (NameOf(pair[0], path.At(0)), ResolveText(pair[1], path.At(1)))
            : Written(argument, path).Split('.', 2) is [var id, var rest] ? (id, rest)
            : throw new TemplateException(path, "Fn::GetAtt needs a resource and an attribute.");
        return GetAtt(name, attribute, path);
    }

    private JsonNode GetAtt(string name, string attribute, TemplatePath path)
    {
        var expression = $"!GetAtt {name}.{attribute}";
        var exists = false;
        return outside.Find(expression)
            ?? resources?.GetAtt(name, attribute, path, out exists)
            ?? (exists ? outside.Required(expression, path) : throw Dangling(name, path));
    }

    private string Sub(JsonNode? argument, TemplatePath path)
    {
        if (argument is not JsonArray)
            return Substitute(Written(argument, path), [], path);

        var items = Items(argument, path, 2);
        var variables = items[1] as JsonObject ?? throw new TemplateException(path.At(1), "Fn::Sub's variables must be an object.");
        return Substitute(Written(items[0], path.At(0)), variables, path);
    }

    private string Substitute(string text, JsonObject variables, TemplatePath path)
    {
        var substituted = Placeholder().Replace(text, match =>
        {
            var name = match.Groups[1].Value.Trim();
            if (name.StartsWith('!'))
                return $"${{{name[1..]}}}";

            var value = variables.ContainsKey(name) ? Resolve(variables[name], path.At(1).At(name))
                : name.Split('.', 2) is [var id, var attribute] ? GetAtt(id, attribute, path)
                : Ref(name, path);
            return value is JsonValue ? value.ToString() : throw new TemplateException(path, $"${{{name}}} is not a string.");
        });
        return outside.Resolve(JsonValue.Create(substituted), path).ToString();
    }

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

    // Only the selected item of a written list is resolved.
    private JsonNode? Select(JsonArray items, TemplatePath path)
    {
        var list = items[1] as JsonArray ?? List(items[1], path.At(1));
        return int.TryParse(ResolveText(items[0], path.At(0)), out var index) && index >= 0 && index < list.Count
            ? ReferenceEquals(list, items[1]) ? Resolve(list[index], path.At(1).At(index)) : list[index]!.DeepClone()
            : throw new TemplateException(path.At(0), $"Fn::Select cannot select an item at index {items[0]} of {list.Count}.");
    }

    private JsonNode? If(JsonArray items, TemplatePath path)
    {
        var (branch, at) = Branch(items, path);
        return Resolve(branch, at);
    }

    private (JsonNode? Written, TemplatePath Path) Branch(JsonArray items, TemplatePath path)
    {
        if (conditions is null)
            throw new TemplateException(path, "Fn::If is not allowed here.");

        var branch = conditions(Written(items[0], path.At(0)), path.At(0)) ? 1 : 2;
        return (items[branch], path.At(branch));
    }

    // The fourth item is the language extension { DefaultValue }.
    private JsonNode? FindInMap(JsonNode? argument, TemplatePath path)
    {
        var items = Items(argument, path, 3, 4);
        var keys = items.Take(3).Select((item, i) => ResolveText(item, path.At(i))).ToArray();
        return (mappings[keys[0]] as JsonObject)?[keys[1]] is JsonObject second && second[keys[2]] is { } value ? value.DeepClone()
            : items.Count == 4 && items[3] is JsonObject fallback && fallback.ContainsKey("DefaultValue")
                ? Resolve(fallback["DefaultValue"], path.At(3).At("DefaultValue"))
            : throw new TemplateException(path, $"Unable to get mapping for {string.Join("::", keys)}");
    }

    private JsonArray List(JsonNode? written, TemplatePath path) =>
        Resolve(written, path) as JsonArray ?? throw new TemplateException(path, "This must resolve to a list.");

    private static JsonArray Items(JsonNode? argument, TemplatePath path, int least, int most = 0) =>
        argument is JsonArray items && items.Count >= least && items.Count <= Math.Max(least, most)
            ? items
            : throw new TemplateException(path, $"{path.Segment} takes a list of {(most > least ? $"{least} or {most}" : $"{least}")}.");

    // With the language extensions, a function may compute the name of a parameter or a resource.
    private string NameOf(JsonNode? argument, TemplatePath path) => argument is JsonObject ? ResolveText(argument, path) : Written(argument, path);

    private static string Written(JsonNode? argument, TemplatePath path) =>
        argument is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw new TemplateException(path, "This must be a string.");

    /// <summary>The template defines nothing with this name.</summary>
    public static TemplateException Dangling(string name, TemplatePath path) => path.Segments()[0] is "Conditions" or "Rules"
        ? new TemplateException(path, $"Unresolved dependencies [{name}]: only parameters can be named here.")
        : new TemplateException(path, $"Unresolved resource dependencies [{name}] in the {path.Segments()[0]} block of the template");

    private static readonly System.Text.Json.JsonSerializerOptions Unescaped = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [GeneratedRegex(@"\$\{([^}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
