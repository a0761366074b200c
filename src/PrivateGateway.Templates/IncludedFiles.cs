using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>The local files that a template names in AWS::Include and DefinitionUri.</summary>
/// <param name="main">The template. An included file cannot include another one.</param>
internal sealed class IncludedFiles(TemplateSource main)
{
    private readonly Dictionary<string, TemplateDocumentText> _read = [];

    /// <summary>Those that have been read so far.</summary>
    public IEnumerable<string> Paths => _read.Keys;

    /// <summary>The file that <c>Fn::Transform: { Name: AWS::Include }</c> names, with the members beside the call that the file does not have.</summary>
    public TemplateNode Include(JsonObject call, TemplatePath path, IntrinsicResolver resolver)
    {
        var at = path.At("Fn::Transform");
        var transform = new TemplateNode(at, call["Fn::Transform"], resolver);
        if (transform["Name"].Text is not "AWS::Include")
            throw new TemplateException(at, $"The only supported macro is AWS::Include; this is {transform["Name"].Text ?? "nameless"}.");
        if (path.Source != main)
            throw new TemplateException(at, "A file that is included by AWS::Include cannot include another one.");

        var included = Read(transform["Parameters"]["Location"]);
        if (call.Count == 1)
            return new(included.Path, included.Root, resolver);

        var merged = included.Root.DeepClone().AsObject();
        foreach (var (name, value) in call.Where(member => member.Key != "Fn::Transform"))
            merged.TryAdd(name, value?.DeepClone());

        return new(path, merged, resolver);
    }

    /// <summary>A local file, in JSON or YAML.</summary>
    public TemplateDocumentText Read(TemplateNode location)
    {
        var name = location.RequiredText;
        if (name.Contains("://", StringComparison.Ordinal))
            throw new TemplateException(location.Path, $"{name} is not on this machine: name a local copy of the file.");

        var path = Path.Combine(Path.GetDirectoryName(main.Name) ?? "", name);
        if (!_read.TryGetValue(path, out var text))
        {
            if (!File.Exists(path))
                throw new TemplateException(location.Path, $"There is no file {path}.");

            _read[path] = text = TemplateDocumentText.Read(path, File.ReadAllBytes(path));
        }

        return text;
    }
}
