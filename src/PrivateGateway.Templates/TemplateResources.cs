using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>A resource with its intrinsics resolved.</summary>
internal sealed record ResolvedResource(string LogicalId, string Type, TemplateNode Properties, TemplatePath Path);

/// <summary>The Resources section: those whose condition holds, what Ref and Fn::GetAtt say of them, and who needs whom.</summary>
internal sealed class TemplateResources : IResourceReferences
{
    private readonly TemplatePath _path;
    private readonly PseudoParameters _pseudo;
    private readonly IntrinsicResolver _resolver;
    private readonly HashSet<string> _written;
    private readonly Dictionary<string, JsonObject> _made = [];
    private readonly CreationOrder _order = new();
    private readonly HashSet<string> _beingNamed = [];

    public TemplateResources(
        TemplateDocument document, JsonObject section, PseudoParameters pseudo, Func<IResourceReferences, IntrinsicResolver> resolver,
        Func<string, TemplatePath, bool> conditions)
    {
        _path = document.Path.At("Resources");
        _pseudo = pseudo;
        _written = [.. section.Select(resource => resource.Key)];
        _resolver = resolver(this);
        foreach (var (id, node) in section)
        {
            var resource = node as JsonObject ?? throw new TemplateException(_path.At(id), "A resource must be an object.");
            if (resource["Type"] is not JsonValue)
                throw new TemplateException(_path.At(id), "Every resource needs a Type.");
            if (resource["Condition"] is not { } condition || conditions(condition.ToString(), _path.At(id).At("Condition")))
                _made.Add(id, resource);
        }
    }

    public IReadOnlyDictionary<string, ResolvedResource> Resolve()
    {
        var resolved = _made.ToDictionary(r => r.Key, r => Resolve(r.Key, r.Value, _path.At(r.Key)));
        _order.RefuseCycles(_path);
        return resolved;
    }

    public JsonNode? Ref(string logicalId, TemplatePath path) =>
        Identify(logicalId, path) is { } identity ? ResourceTypes.Ref(identity) : null;

    public JsonNode? GetAtt(string logicalId, string attribute, TemplatePath path)
    {
        // SAM writes what it generates as Resource.Part: "Function.Alias" and, for an attribute of it, "Function.Version.Version".
        var (id, name) = attribute.Split('.', 2) is [var part, var rest] && SamResources.Find(_made, $"{logicalId}.{part}") is { } generated
            ? (generated.Name, rest)
            : (logicalId, attribute);
        return Identify(id, path) is not { } identity ? null
            : ResourceTypes.GetAtt(identity, name)
            ?? Ref($"{id}.{name}", path)
            ?? throw new TemplateException(path, $"{identity.Type} has no attribute {name} that the gateway knows.");
    }

    private ResolvedResource Resolve(string id, JsonObject resource, TemplatePath path)
    {
        foreach (var (needed, at) in DependsOn(resource["DependsOn"], path.At("DependsOn")))
        {
            // To wait for a resource whose condition does not hold is to wait for nothing.
            var generated = SamResources.Find(_made, needed);
            if (generated is not null || _made.ContainsKey(needed))
                _order.Need(id, TypeOf(id), [], generated?.Name ?? needed);
            else if (!_written.Contains(needed))
                throw IntrinsicResolver.Dangling(needed, at);
        }

        var properties = path.At("Properties");
        var value = resource["Properties"] is { } written ? _resolver.Resolve(written, properties) : new JsonObject();
        return value is JsonObject
            ? new ResolvedResource(id, TypeOf(id), new TemplateNode(properties, value), path)
            : throw new TemplateException(properties, "Properties must be an object.");
    }

    private ResourceIdentity? Identify(string name, TemplatePath path)
    {
        var generated = SamResources.Find(_made, name);
        var id = generated?.Owner ?? name;
        if (!_made.TryGetValue(id, out var resource))
            return null;

        if (path.Segments() is ["Resources", var asker, .. var rest])
            _order.Need(asker, TypeOf(asker), rest, generated?.Name ?? id);

        return new ResourceIdentity(
            name, generated?.Type ?? TypeOf(id), _pseudo, property => Named(id, resource, generated, property));
    }

    // The name can itself be an intrinsic, even one that leads back here.
    private string? Named(string id, JsonObject resource, GeneratedResource? generated, string property)
    {
        if (generated is not null && property == "FunctionName")
            return Ref(id, _path)?.ToString();

        property = generated?.NameProperty(property) ?? property;
        if (resource["Properties"] is not JsonObject properties || properties[property] is not { } written)
            return null;

        var path = _path.At(id).At("Properties").At(property);
        if (!_beingNamed.Add(id))
            throw CreationOrder.Circle(path, _beingNamed.Order(StringComparer.Ordinal));

        var name = _resolver.Resolve(written, path)?.ToString();
        _beingNamed.Remove(id);
        return name;
    }

    private string TypeOf(string id) => _made[id]["Type"]!.ToString();

    private static IEnumerable<(string Id, TemplatePath Path)> DependsOn(JsonNode? written, TemplatePath path) => written switch
    {
        null => [],
        JsonValue one => [(one.ToString(), path)],
        JsonArray many => many.Select((item, i) => (item?.ToString() ?? "", path.At(i))),
        _ => throw new TemplateException(path, "DependsOn is a logical id or a list of them."),
    };
}
