using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>
/// A value with its place in the template, for readers whose errors name that place. Its intrinsics are resolved only
/// when it is read: a value that no reader needs may be unknown.
/// </summary>
internal readonly record struct TemplateNode
{
    private readonly JsonNode? _written;
    private readonly IntrinsicResolver? _resolver;

    /// <param name="resolver">Null: the value is plain JSON.</param>
    public TemplateNode(TemplatePath path, JsonNode? written, IntrinsicResolver? resolver = null) =>
        (Path, _written, _resolver) = (path, written, resolver);

    public TemplatePath Path { get; }

    /// <summary>False for null, for AWS::NoValue, and for a branch of Fn::If that is one of them.</summary>
    public bool Exists => _written is not null && (_resolver is null || _resolver.Exists(_written, Path));

    /// <summary>Resolved throughout; null where it does not exist.</summary>
    public JsonNode? Value => _written is null ? null : _resolver is null ? _written : _resolver.Resolve(_written, Path);

    /// <summary>The value before any intrinsic function is resolved.</summary>
    public JsonNode? Written => _written;

    /// <summary>Whether this is a reference to a parameter, which SAM replaces with the parameter's value.</summary>
    public bool IsParameter => _written is JsonObject call && call["Ref"]?.ToString() is { } name && _resolver?.Parameters.ContainsKey(name) == true;

    /// <summary>A literal string; null for anything else, for an intrinsic function too.</summary>
    public string? Literal => _written is JsonValue ? _written.ToString() : null;

    public bool IsList => Shape()._written is JsonArray;

    public bool IsObject => Shape()._written is JsonObject;

    /// <summary>The member, which may not exist.</summary>
    public TemplateNode this[string name]
    {
        get
        {
            var shape = Shape();
            return shape._written switch
            {
                null => new(shape.Path.At(name), null),
                JsonObject o => new(shape.Path.At(name), o[name], shape._resolver),
                _ => throw Wrong("an object"),
            };
        }
    }

    public IEnumerable<TemplateNode> Items()
    {
        var shape = Shape();
        return shape._written switch
        {
            null => [],
            JsonArray items => items.Select((item, i) => new TemplateNode(shape.Path.At(i), item, shape._resolver)).Where(item => item.Exists),
            _ => throw Wrong("a list"),
        };
    }

    /// <summary>The items of a list; a single value counts as a list of one.</summary>
    public IEnumerable<TemplateNode> ItemsOrSelf() => !Exists ? [] : IsList ? Items() : [this];

    public IEnumerable<(string Name, TemplateNode Node)> Members()
    {
        var shape = Shape();
        return shape._written switch
        {
            null => [],
            JsonObject members => members
                .Select(m => (m.Key, new TemplateNode(shape.Path.At(m.Key), m.Value, shape._resolver)))
                .Where(m => m.Item2.Exists),
            _ => throw Wrong("an object"),
        };
    }

    /// <summary>A string, or a number or Boolean as it would be written; null where it does not exist.</summary>
    public string? Text => Shape()._written switch
    {
        null => null,
        JsonValue value => value.ToString(),
        _ => throw Wrong("a string"),
    };

    /// <summary>The text; null also where it cannot be resolved.</summary>
    public string? KnownText
    {
        get
        {
            try
            {
                return Text;
            }
            catch (TemplateException)
            {
                return null;
            }
        }
    }

    public string RequiredText => Text ?? throw new TemplateException(Path.Parent!, $"{Path.Segment} is missing.");

    public double? Number => Text is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw Wrong("a number");

    public int? Integer => Number is not { } number ? null
        : number == Math.Truncate(number) && Math.Abs(number) <= int.MaxValue ? (int)number
        : throw Wrong("an integer");

    public bool? Flag => Text is not { } text ? null
        : bool.TryParse(text, out var flag) ? flag
        : throw Wrong("true or false");

    /// <summary>
    /// A flag as SAM reads it, before CloudFormation resolves intrinsic functions: only the Boolean false and an empty text are false. The text
    /// "false", a parameter with that value and every other intrinsic function count as true.
    /// </summary>
    public bool? SamFlag => _written switch
    {
        null => null,
        JsonValue literal when literal.TryGetValue(out bool flag) => flag,
        JsonObject when !IsParameter => true,
        _ => Text is { Length: > 0 },
    };

    public IReadOnlyDictionary<string, string> Texts() => Members().ToDictionary(m => m.Name, m => m.Node.RequiredText);

    public TemplateException Wrong(string expected) =>
        new(Path, $"This must be {expected}; it is {Value?.ToJsonString(JsonSerializerOptions.Web) ?? "missing"}.");

    // Resolves an intrinsic function at the root of the value; those inside it stay.
    private TemplateNode Shape() => _resolver is null || _written is null ? this : _resolver.Shape(_written, Path);
}
