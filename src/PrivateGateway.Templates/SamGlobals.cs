using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>SAM's Globals section: objects merge, lists of the resource follow the global ones, other values of the resource win.</summary>
internal static class SamGlobals
{
    private static readonly Dictionary<string, string> TypeOf = new()
    {
        ["CapacityProvider"] = "AWS::Serverless::CapacityProvider",
        ["Function"] = "AWS::Serverless::Function",
        ["Api"] = "AWS::Serverless::Api",
        ["LayerVersion"] = "AWS::Serverless::LayerVersion",
        ["StateMachine"] = "AWS::Serverless::StateMachine",
        ["WebSocketApi"] = "AWS::Serverless::WebSocketApi",
        ["HttpApi"] = "AWS::Serverless::HttpApi",
        ["SimpleTable"] = "AWS::Serverless::SimpleTable",
    };

    /// <param name="resources">The globals are merged into its resources.</param>
    public static void Apply(TemplateDocument document, JsonObject resources)
    {
        foreach (var (name, properties) in document.Section("Globals"))
        {
            var path = document.Path.At("Globals").At(name);
            if (!TypeOf.TryGetValue(name, out var type))
                throw new TemplateException(path, $"'Globals' section is invalid: the gateway knows {string.Join(", ", TypeOf.Keys)}.");

            foreach (var (_, resource) in resources)
            {
                if (resource is JsonObject && resource["Type"]?.ToString() == type)
                    resource["Properties"] = Merge(Without(resource["IgnoreGlobals"], properties), resource["Properties"]);
            }
        }
    }

    // A resource can ignore all globals, "*", or the properties of a list.
    private static JsonNode? Without(JsonNode? ignored, JsonNode? properties) => ignored switch
    {
        JsonValue => null,
        JsonArray names when properties is JsonObject all => new JsonObject(all
            .Where(property => !names.Any(name => name?.ToString() == property.Key)).Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone()))),
        _ => properties,
    };

    private static JsonNode? Merge(JsonNode? global, JsonNode? own)
    {
        switch (global, own)
        {
            case (JsonObject g, JsonObject o) when !IsIntrinsic(g) && !IsIntrinsic(o):
                var members = g.Select(p => p.Key).Union(o.Select(p => p.Key));
                return new JsonObject(members.Select(key => KeyValuePair.Create(key, Merge(g[key], o[key]))));
            case (JsonArray g, JsonArray o):
                return new JsonArray([.. g.Concat(o).Select(item => item?.DeepClone())]);
            default:
                return (own ?? global)?.DeepClone();
        }
    }

    private static bool IsIntrinsic(JsonObject value) =>
        value.Count == 1 && value.First().Key is var key && (key == "Ref" || key.StartsWith("Fn::", StringComparison.Ordinal));
}
