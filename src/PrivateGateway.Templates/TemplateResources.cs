using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>A resource; its properties are resolved when they are read.</summary>
internal sealed record ResolvedResource(string LogicalId, string Type, TemplateNode Properties, TemplatePath Path)
{
    /// <summary>The asset folder or file that CDK and <c>sam build</c> note in the metadata, relative to the template.</summary>
    public string? AssetPath { get; init; }
}

/// <summary>The Resources section: which resources there are, and what Ref and Fn::GetAtt say of them.</summary>
internal sealed class TemplateResources : IResourceReferences
{
    private readonly JsonObject _section;
    private readonly TemplatePath _path;
    private readonly PseudoParameters _pseudo;
    private readonly Func<string, TemplatePath, bool> _conditions;
    private readonly IntrinsicResolver _resolver;
    private readonly HashSet<string> _beingNamed = [];

    public TemplateResources(
        JsonObject section, TemplatePath path, PseudoParameters pseudo, Func<string, TemplatePath, bool> conditions,
        Func<IResourceReferences, IntrinsicResolver> resolver)
    {
        (_section, _path, _pseudo, _conditions) = (section, path, pseudo, conditions);
        _resolver = resolver(this);
        foreach (var (id, node) in section)
        {
            var resource = node as JsonObject ?? throw new TemplateException(_path.At(id), "A resource must be an object.");
            if (resource["Type"] is not JsonValue)
                throw new TemplateException(_path.At(id), "Every resource needs a Type.");
            if (resource["Properties"] is not (JsonObject or null))
                throw new TemplateException(_path.At(id).At("Properties"), "Properties must be an object.");
        }
    }

    /// <summary>The resources of these types whose condition holds; of every type where none is named.</summary>
    public IEnumerable<ResolvedResource> OfType(params string[] types) =>
        from resource in _section
        let type = resource.Value!["Type"]!.ToString()
        where (types.Length == 0 || types.Contains(type, StringComparer.Ordinal)) && IsMade(resource.Key)
        let path = _path.At(resource.Key)
        select new ResolvedResource(
            resource.Key, type, new TemplateNode(path.At("Properties"), resource.Value!["Properties"] ?? new JsonObject(), _resolver), path)
        {
            AssetPath = (resource.Value!["Metadata"] as JsonObject)?["aws:asset:path"]?.ToString(),
        };

    public JsonNode? Ref(string logicalId, TemplatePath path) => Identify(logicalId) is { } identity ? ResourceTypes.Ref(identity) : null;

    public JsonNode? GetAtt(string logicalId, string attribute, TemplatePath path, out bool exists)
    {
        // SAM writes what it generates as Resource.Part: "Function.Alias" and, for an attribute of it, "Function.Version.Version".
        var (id, name) = attribute.Split('.', 2) is [var part, var rest] && SamResources.Find(_section, $"{logicalId}.{part}") is { } generated
            ? (generated.Name, rest)
            : (logicalId, attribute);
        var identity = Identify(id);
        exists = identity is not null;
        return identity is null ? null : ResourceTypes.GetAtt(identity, name) ?? Ref($"{id}.{name}", path);
    }

    private bool IsMade(string id) =>
        _section[id] is JsonObject resource
        && (resource["Condition"] is not { } condition || _conditions(condition.ToString(), _path.At(id).At("Condition")));

    private ResourceIdentity? Identify(string name)
    {
        var generated = SamResources.Find(_section, name);
        var id = generated?.Owner ?? name;
        if (!IsMade(id))
            return null;

        var type = generated?.Type ?? _section[id]!["Type"]!.ToString();
        return new ResourceIdentity(name, type, _pseudo, property => Named(id, generated, property));
    }

    // The name can itself be an intrinsic, even one that leads back here.
    private string? Named(string id, GeneratedResource? generated, string property)
    {
        if (generated is not null && property == "FunctionName")
            return Ref(id, _path)?.ToString();

        property = generated?.NameProperty(property) ?? property;
        if (_section[id]!["Properties"] is not JsonObject properties || properties[property] is not { } written)
            return null;

        var path = _path.At(id).At("Properties").At(property);
        if (!_beingNamed.Add(id))
            throw new TemplateException(path, $"Circular dependency between resources: [{string.Join(", ", _beingNamed.Order(StringComparer.Ordinal))}]");

        try
        {
            return _resolver.Resolve(written, path)?.ToString();
        }
        finally
        {
            _beingNamed.Remove(id);
        }
    }
}
