namespace PrivateGateway.Templates;

/// <summary>Methods written as OpenAPI: the API's DefinitionBody (SAM) or Body (CloudFormation).</summary>
internal static class OpenApiMethods
{
    private static readonly string[] Verbs = ["get", "put", "post", "delete", "options", "head", "patch"];

    // Members of a path item that are no operations.
    private static readonly string[] Descriptive = ["summary", "description", "parameters", "servers"];

    public static IEnumerable<PlacedMethod> Read(ResolvedResource api)
    {
        var body = ApiPolicies.Body(api);
        var security = new OpenApiSecurity(body, SamAuth.Of(api));
        foreach (var (path, item) in body["paths"].Members())
        {
            foreach (var (key, operation) in item.Members())
            {
                if (!Descriptive.Contains(key) && !key.StartsWith("x-", StringComparison.Ordinal) && !Verbs.Contains(key))
                    throw new TemplateException(operation.Path, $"{key} is no method of a path.");

                var verb = key == "x-amazon-apigateway-any-method" ? "ANY" : Verbs.Contains(key) ? key.ToUpperInvariant() : null;
                if (verb is null)
                    continue;

                var (keyRequired, authorization) = security.Of(operation, verb);
                yield return MethodReader.Make(
                    path, verb, keyRequired, authorization, operation["x-amazon-apigateway-integration"], operation.Path);
            }
        }
    }
}

/// <summary>What the security requirements of an operation come to: an API key, a signature, both or neither.</summary>
internal sealed class OpenApiSecurity(TemplateNode body, SamAuth defaults)
{
    public (bool ApiKeyRequired, MethodAuthorization Authorization) Of(TemplateNode operation, string verb)
    {
        var needsKey = defaults.ApiKeyFor(verb);
        var authorization = defaults.AuthorizationFor(verb);
        foreach (var (scheme, requirement) in operation["security"].Items().SelectMany(item => item.Members()))
        {
            var definition = Scheme(scheme, requirement);
            if (definition["x-amazon-apigateway-authtype"].Text is { } authType)
            {
                authorization = authType.Equals("awsSigv4", StringComparison.OrdinalIgnoreCase)
                    ? MethodAuthorization.AwsIam
                    : throw new TemplateException(requirement.Path, $"The gateway plays IAM authorisation alone; {scheme} is {authType}.");
            }
            else if (definition["type"].Text == "apiKey" && "x-api-key".Equals(definition["name"].Text, StringComparison.OrdinalIgnoreCase))
            {
                needsKey = true;
            }
            else
            {
                throw new TemplateException(requirement.Path, $"API Gateway makes nothing of the security scheme {scheme}.");
            }
        }

        var explicitly = operation["x-amazon-apigateway-auth"]["type"];
        return (needsKey, explicitly.Exists ? MethodReader.ReadAuthorization(explicitly) : authorization);
    }

    private TemplateNode Scheme(string name, TemplateNode requirement)
    {
        var scheme = body["components"]["securitySchemes"][name] is { Exists: true } v3 ? v3 : body["securityDefinitions"][name];
        return scheme.Exists ? scheme : throw new TemplateException(requirement.Path, $"There is no security scheme named {name}.");
    }
}
