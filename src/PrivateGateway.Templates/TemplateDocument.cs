using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>The sections of a template, as written: nothing is resolved yet.</summary>
internal sealed record TemplateDocument(TemplatePath Path, JsonObject Root)
{
    // CloudFormation's own limit for a template that is uploaded.
    private const int MaximumBytes = 1_048_576;

    private static readonly string[] KnownSections =
    [
        "AWSTemplateFormatVersion", "Conditions", "Description", "Globals", "Hooks", "Mappings", "Metadata", "Outputs", "Parameters",
        "Resources", "Rules", "Transform",
    ];

    private static readonly string[] KnownTransforms =
        ["AWS::Serverless-2016-10-31", "AWS::LanguageExtensions", "AWS::Include", "AWS::CodeDeployBlueGreen", "AWS::SecretsManager-2020-07-23"];

    /// <exception cref="TemplateException">There is no such file, or it is not a template.</exception>
    public static TemplateDocument Load(string path)
    {
        if (!File.Exists(path))
            throw new TemplateException($"{path}: template not found.");

        return new FileInfo(path).Length > MaximumBytes
            ? throw new TemplateException($"{path}: a template has at most {MaximumBytes} bytes.")
            : Parse(path, File.ReadAllBytes(path));
    }

    public static TemplateDocument Parse(string name, byte[] utf8)
    {
        var text = TemplateDocumentText.Read(name, utf8);
        var document = new TemplateDocument(text.Path, text.Root);
        foreach (var (section, value) in document.Root)
        {
            if (!KnownSections.Contains(section, StringComparer.Ordinal))
                throw new TemplateException(document.Path.At(section), $"Invalid template property or properties [{section}].");
            if (section is "Parameters" or "Conditions" or "Mappings" or "Resources" or "Outputs" or "Rules" or "Globals" && value is not (JsonObject or null))
                throw new TemplateException(document.Path.At(section), "This section must be an object.");
        }

        foreach (var transform in document.Root["Transform"] is JsonArray list ? list : [document.Root["Transform"]?.DeepClone()])
        {
            var macro = (transform as JsonObject)?["Name"] ?? transform;
            if (macro is not null && !KnownTransforms.Contains(macro.ToString(), StringComparer.Ordinal))
                throw new TemplateException(document.Path.At("Transform"), $"The macro {macro} runs in AWS only: use the processed template.");
        }

        return document.Section("Resources").Count > 0
            ? document
            : throw new TemplateException(document.Path, "At least one Resources member must be defined.");
    }

    /// <summary>The section, or an empty one where the template has none.</summary>
    public JsonObject Section(string name) => Root[name] as JsonObject ?? [];
}
