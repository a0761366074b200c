namespace PrivateGateway.Templates;

/// <summary>Methods written as AWS::ApiGateway::Method on a tree of AWS::ApiGateway::Resource.</summary>
internal static class ResourceMethods
{
    public static IEnumerable<PlacedMethod> Read(ResolvedTemplate template, string apiId)
    {
        var parts = template.OfType("AWS::ApiGateway::Resource")
            .Where(resource => resource.Properties["RestApiId"].Text == apiId)
            .ToDictionary(resource => template.RefOf(resource), resource => resource.Properties);
        foreach (var method in template.OfType("AWS::ApiGateway::Method").Where(m => m.Properties["RestApiId"].Text == apiId))
        {
            var properties = method.Properties;
            yield return MethodReader.Make(
                PathOf(properties["ResourceId"].RequiredText),
                properties["HttpMethod"].RequiredText.ToUpperInvariant(),
                properties["ApiKeyRequired"].Flag ?? false,
                MethodReader.ReadAuthorization(properties["AuthorizationType"]),
                properties["Integration"],
                method.Path);
        }

        // A resource that is not in the tree is the root: its id is the API's attribute.
        string PathOf(string resourceId) => parts.TryGetValue(resourceId, out var resource)
            ? $"{PathOf(resource["ParentId"].RequiredText).TrimEnd('/')}/{resource["PathPart"].RequiredText}"
            : "/";
    }
}
