using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PrivateGateway.Templates;

/// <summary>YAML as CloudFormation reads it: version 1.1 with the short forms of intrinsic functions, without aliases and hash merges.</summary>
internal sealed partial class YamlReader
{
    private const int MaximumDepth = 100;

    private static readonly string[] ShortForms =
    [
        "And", "Base64", "Cidr", "Contains", "EachMemberEquals", "EachMemberIn", "Equals", "FindInMap", "GetAtt", "GetAZs", "If", "ImportValue",
        "Join", "Length", "Not", "Or", "RefAll", "Select", "Split", "Sub", "ToJsonString", "Transform", "ValueOf", "ValueOfAll",
    ];

    private readonly string _name;
    private readonly Parser _parser;
    private readonly Dictionary<(JsonNode Container, string Segment), int> _lines = [];

    private YamlReader(string name, byte[] utf8) =>
        (_name, _parser) = (name, new Parser(new Scanner(new StringReader(Encoding.UTF8.GetString(utf8)), skipComments: true)));

    /// <exception cref="TemplateException">With the line of the fault.</exception>
    public static TemplateDocumentText Read(string name, byte[] utf8)
    {
        var reader = new YamlReader(name, utf8);
        try
        {
            return reader.ReadDocument();
        }
        catch (Exception exception) when (exception is YamlException or InvalidOperationException)
        {
            var tab = Array.FindIndex(Encoding.UTF8.GetString(utf8).Split('\n'), line => line.TrimStart(' ').StartsWith('\t'));
            if (tab >= 0)
                throw new TemplateException($"{name}({tab + 1}): this is not YAML: lines are indented with spaces, not with tabs.", exception);

            // YamlDotNet's scanner ends on some plain scalars inside brackets with an InvalidOperationException, which does not say where.
            var (line, problem) = exception is YamlException yaml
                ? (yaml.Start.Line, yaml.Message.ReplaceLineEndings(" "))
                : (reader._parser.Current?.End.Line ?? 1, "a value cannot be read here or below.");
            throw new TemplateException($"{name}({line}): this is not YAML: {problem}", exception);
        }
    }

    private TemplateDocumentText ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
            throw new TemplateException($"{_name}: the file is empty.");

        var root = ReadNode(0) as JsonObject ?? throw new TemplateException($"{_name}: a template is an object.");
        _parser.Consume<DocumentEnd>();
        return _parser.TryConsume<DocumentStart>(out var second)
            ? throw Fault(second, "a template is one YAML document; here a second one begins.")
            : new TemplateDocumentText(new YamlSource(_name, root, _lines).Root, root);
    }

    private JsonNode? ReadNode(int depth)
    {
        var start = _parser.Current!;
        _parser.MoveNext();
        if (start is AnchorAlias alias)
            throw Fault(start, $"CloudFormation does not support YAML aliases (*{alias.Value}): write the value out.");
        if (depth > MaximumDepth)
            throw Fault(start, $"a template is nested at most {MaximumDepth} deep.");

        var tag = ((NodeEvent)start).Tag is { IsEmpty: false, IsNonSpecific: false } given ? given.Value : null;
        JsonNode? value = start switch
        {
            MappingStart => ReadMapping(depth),
            SequenceStart => ReadSequence(depth),
            Scalar scalar => tag is null && scalar is { Style: ScalarStyle.Plain, IsPlainImplicit: true } ? PlainScalar(scalar.Value) : scalar.Value,
            _ => throw Fault(start, "this is not a value."),
        };
        return tag is null || tag.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal) ? Standard(tag, value, start) : Tagged(tag, value, start);
    }

    private JsonObject ReadMapping(int depth)
    {
        var mapping = new JsonObject();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Current as Scalar ?? throw Fault(_parser.Current!, "a key must be a string.");
            _parser.MoveNext();
            if (key is { Value: "<<", Style: ScalarStyle.Plain })
                throw Fault(key, "CloudFormation does not support YAML hash merges (<<): write the members out.");
            if (mapping.ContainsKey(key.Value))
                throw Fault(key, $"the key '{key.Value}' is defined twice.");

            mapping.Add(key.Value, ReadNode(depth + 1));
            _lines[(mapping, key.Value)] = (int)key.Start.Line;
        }

        return mapping;
    }

    private JsonArray ReadSequence(int depth)
    {
        var sequence = new JsonArray();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            var line = (int)_parser.Current!.Start.Line;
            sequence.Add(ReadNode(depth + 1));
            _lines[(sequence, $"{sequence.Count - 1}")] = line;
        }

        return sequence;
    }

    private JsonNode? Standard(string? tag, JsonNode? value, ParsingEvent at) => tag?[(tag.LastIndexOf(':') + 1)..] switch
    {
        null or "str" or "map" or "seq" => value,
        "int" or "float" or "bool" or "null" => PlainScalar(value!.ToString()),
        var other => throw Fault(at, $"CloudFormation does not support the YAML tag !!{other}."),
    };

    // !Ref A is { "Ref": "A" }, !GetAtt A.B is { "Fn::GetAtt": ["A", "B"] }, !Sub ... is { "Fn::Sub": ... }.
    private JsonObject Tagged(string tag, JsonNode? value, ParsingEvent at)
    {
        var name = tag.TrimStart('!');
        var function = name is "Ref" or "Condition" ? name
            : ShortForms.Contains(name) ? $"Fn::{name}"
            : throw Fault(at, $"There is no intrinsic function named {tag}.");
        if (name == "GetAtt" && value is JsonValue && value.ToString().Split('.', 2) is [var id, var attribute])
            value = new JsonArray(id, attribute);

        var call = new JsonObject { [function] = value };
        _lines[(call, function)] = (int)at.Start.Line;
        return call;
    }

    // A number keeps its spelling; a date is a string, as a policy's Version needs it.
    private static JsonNode? PlainScalar(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => JsonValue.Create(true),
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => JsonValue.Create(false),
        _ => Number().IsMatch(text) ? JsonNode.Parse(text) : JsonValue.Create(text),
    };

    private TemplateException Fault(ParsingEvent at, string problem) => new($"{_name}({at.Start.Line}): {problem}");

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}

internal sealed class YamlSource(string name, JsonNode root, IReadOnlyDictionary<(JsonNode, string), int> lines) : TemplateSource(name)
{
    public override int LineOf(TemplatePath path)
    {
        var (line, node) = (1, root);
        foreach (var segment in path.Segments())
        {
            if (node is null || !lines.TryGetValue((node, segment), out var found))
                break;

            (line, node) = (found, node is JsonArray items ? items[int.Parse(segment, System.Globalization.CultureInfo.InvariantCulture)] : node[segment]);
        }

        return line;
    }
}
