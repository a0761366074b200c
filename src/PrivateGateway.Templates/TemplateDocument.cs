using System.Text.Json;
using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>The sections of a template, as written: nothing is resolved yet.</summary>
internal sealed record TemplateDocument(TemplatePath Path, JsonObject Root)
{
    // CloudFormation's own limit for a template that is uploaded.
    private const int MaximumBytes = 1_048_576;

    private static readonly string[] KnownSections =
    [
        "AWSTemplateFormatVersion", "Conditions", "Description", "Globals", "Mappings", "Metadata", "Outputs", "Parameters",
        "Resources", "Rules", "Transform",
    ];

    /// <exception cref="TemplateException">There is no such file, or it is no JSON template.</exception>
    public static TemplateDocument Load(string path)
    {
        if (!File.Exists(path))
            throw new TemplateException($"{path}: there is no such template.");

        return new FileInfo(path).Length > MaximumBytes
            ? throw new TemplateException($"{path}: a template has at most {MaximumBytes} bytes.")
            : Parse(path, File.ReadAllBytes(path));
    }

    public static TemplateDocument Parse(string name, byte[] utf8)
    {
        var bytes = utf8.AsSpan().StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        var document = new TemplateDocument(new TemplateSource(name, bytes).Root, ParseObject(name, bytes));
        foreach (var (section, value) in document.Root)
        {
            if (!KnownSections.Contains(section, StringComparer.Ordinal))
                throw new TemplateException(document.Path.At(section), $"Invalid template property or properties [{section}].");
            if (section is "Parameters" or "Conditions" or "Mappings" or "Resources" or "Outputs" or "Rules" or "Globals" && value is not JsonObject)
                throw new TemplateException(document.Path.At(section), "This section must be an object.");
        }

        return document.Section("Resources").Count > 0
            ? document
            : throw new TemplateException(document.Path, "At least one Resources member must be defined.");
    }

    /// <summary>The section, or an empty one where the template has none.</summary>
    public JsonObject Section(string name) => Root[name] as JsonObject ?? [];

    private static JsonObject ParseObject(string name, byte[] utf8)
    {
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            return JsonNode.Parse(utf8, documentOptions: options) as JsonObject
                ?? throw new TemplateException($"{name}: a template is a JSON object.");
        }
        catch (JsonException) when (LooksLikeYaml(utf8))
        {
            var json = System.IO.Path.ChangeExtension(name, ".json");
            throw new TemplateException(
                $"{name}: this template is YAML; the gateway reads JSON. Convert it: cfn-flip -j {name} {json} "
                + "(pip install cfn-flip), and give the new file's name.");
        }
        catch (JsonException exception)
        {
            throw new TemplateException($"{name}({exception.LineNumber + 1}): this is no JSON: {exception.Message}", exception);
        }
    }

    // JSON starts with a brace; YAML's first significant line is a key, a document start or a comment.
    private static bool LooksLikeYaml(byte[] utf8)
    {
        var lines = System.Text.Encoding.UTF8.GetString(utf8).Split('\n').Select(line => line.Trim());
        return lines.FirstOrDefault(line => line.Length > 0 && line[0] != '#') is { } first
            && (first == "---" || (char.IsAsciiLetter(first[0]) && first.Contains(':')));
    }
}
