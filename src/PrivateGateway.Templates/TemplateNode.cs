using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>A resolved value with its place in the template, for readers whose errors name that place.</summary>
internal readonly record struct TemplateNode(TemplatePath Path, JsonNode? Value)
{
    public bool Exists => Value is not null;

    /// <summary>The member, which need not exist.</summary>
    public TemplateNode this[string name] => new(Path.At(name), Value switch
    {
        null => null,
        JsonObject o => o[name],
        _ => throw Wrong("an object"),
    });

    public IEnumerable<TemplateNode> Items()
    {
        var path = Path;
        return Value switch
        {
            null => [],
            JsonArray items => items.Select((item, i) => new TemplateNode(path.At(i), item)),
            _ => throw Wrong("a list"),
        };
    }

    public IEnumerable<(string Name, TemplateNode Node)> Members()
    {
        var path = Path;
        return Value switch
        {
            null => [],
            JsonObject members => members.Select(m => (m.Key, new TemplateNode(path.At(m.Key), m.Value))),
            _ => throw Wrong("an object"),
        };
    }

    /// <summary>A string, or a number or Boolean as it would be written; null where it does not exist.</summary>
    public string? Text => Value switch
    {
        null => null,
        JsonValue value => value.ToString(),
        _ => throw Wrong("a string"),
    };

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

    public IReadOnlyDictionary<string, string> Texts() => Members().ToDictionary(m => m.Name, m => m.Node.RequiredText);

    public TemplateException Wrong(string expected) =>
        new(Path, $"This must be {expected}; it is {Value?.ToJsonString(JsonSerializerOptions.Web) ?? "missing"}.");
}
