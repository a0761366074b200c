namespace PrivateGateway.Templates;

/// <summary>Methods written as AWS::ApiGateway::Method on a tree of AWS::ApiGateway::Resource.</summary>
internal static class ResourceMethods
{
    public static List<PlacedMethod> Read(ApiContext api)
    {
        var obstacles = api.Template.Obstacles;
        var parts = api.OfType("AWS::ApiGateway::Resource").ToDictionary(resource => api.Template.RefOf(resource), resource => resource.Properties);
        var authorizers = new Dictionary<string, Authorizer>();
        return obstacles.Each(api.OfType("AWS::ApiGateway::Method"), method =>
        {
            PropertyTable.Check(api.Template, method);
            var p = method.Properties;
            PropertyTable.Check(api.Template, "AWS::ApiGateway::Method.Integration", p["Integration"]);
            var path = PathOf(p["ResourceId"].RequiredText);
            return new PlacedMethod(
                MethodReader.Make(path, p["HttpMethod"].RequiredText.ToUpperInvariant(), Access(p), p["Integration"]) with
                {
                    Validation = ValidationReader.OfMethod(api, p),
                },
                method.Path,
                path);
        });

        MethodAccess Access(TemplateNode p)
        {
            var (key, type) = (p["ApiKeyRequired"].Flag ?? false, p["AuthorizationType"]);
            return type.Text switch
            {
                null or "NONE" => new(key),
                "AWS_IAM" => new(key, MethodAuthorization.AwsIam),
                "CUSTOM" => new(key, MethodAuthorization.Custom, Authorizer(p["AuthorizerId"])),
                "COGNITO_USER_POOLS" => new(
                    key, MethodAuthorization.CognitoUserPools, Authorizer(p["AuthorizerId"]), [.. p["AuthorizationScopes"].Items().Select(s => s.RequiredText)]),
                var other => throw new TemplateException(type.Path, $"'{other}' is not an authorization type."),
            };
        }

        Authorizer Authorizer(TemplateNode id)
        {
            if (authorizers.TryGetValue(id.RequiredText, out var known))
                return known;

            var resource = api.OfType("AWS::ApiGateway::Authorizer").FirstOrDefault(a => api.Template.RefOf(a) == id.RequiredText)
                ?? throw new TemplateException(id.Path, "The authorizer is not in this template.");
            return authorizers[id.RequiredText] = AuthorizerReader.OfResource(api, resource);
        }

        // A resource that is not in the tree is the root: its id is the API's attribute.
        string PathOf(string resourceId) => parts.TryGetValue(resourceId, out var resource)
            ? $"{PathOf(resource["ParentId"].RequiredText).TrimEnd('/')}/{resource["PathPart"].RequiredText}"
            : "/";
    }
}
