using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>
/// AWS::Include outside of properties: at the top level of the template, in <c>Transform</c>; among the members of a section; and in place of a
/// section's member. The included members join those that are written.
/// </summary>
internal static class TemplateIncludes
{
    /// <returns>The document with the sections of the files that its Transform names.</returns>
    public static TemplateDocument Apply(TemplateDocument document, IncludedFiles files)
    {
        var transforms = document.Root["Transform"] is JsonArray list ? list.ToArray() : [document.Root["Transform"]];
        var path = document.Path.At("Transform");
        var root = document.Root;
        foreach (var transform in transforms.OfType<JsonObject>().Where(transform => transform["Name"]?.ToString() == "AWS::Include"))
        {
            var included = files.Read(new TemplateNode(path.At("Parameters").At("Location"), transform["Parameters"]?["Location"]));
            root = Join(root, included.Root, path);
        }

        return document with { Root = root };
    }

    /// <returns>The section with the members of included files.</returns>
    public static JsonObject Apply(JsonObject section, TemplatePath path, IncludedFiles files, IntrinsicResolver resolver) => new(
        Included(section, path, files, resolver).Select(member => KeyValuePair.Create(
            member.Key, member.Value is JsonObject o ? Included(o, path.At(member.Key), files, resolver).DeepClone() : member.Value?.DeepClone())));

    private static JsonObject Included(JsonObject written, TemplatePath path, IncludedFiles files, IntrinsicResolver resolver) =>
        written.ContainsKey("Fn::Transform") ? (JsonObject)files.Include(written, path, resolver).Written! : written;

    // Sections with the same name are joined.
    private static JsonObject Join(JsonObject written, JsonObject included, TemplatePath path)
    {
        var joined = (JsonObject)written.DeepClone();
        foreach (var (name, value) in included)
        {
            if (joined[name] is not JsonObject section || value is not JsonObject members)
            {
                joined[name] = value?.DeepClone();
                continue;
            }

            foreach (var (member, node) in members)
            {
                if (!section.TryAdd(member, node?.DeepClone()))
                    throw new TemplateException(path, $"The included file and the template both have {name}.{member}.");
            }
        }

        return joined;
    }
}
