namespace PrivateGateway.Templates;

/// <summary>Reads the security requirements of an operation: an API key, a signature, an authorizer.</summary>
internal sealed class OpenApiSecurity(ApiContext api, SamAuth defaults)
{
    private readonly Dictionary<string, Authorizer> _authorizers = [];

    /// <param name="ignored">Gets what API Gateway does not enforce.</param>
    public MethodAccess Of(TemplateNode operation, string verb, List<string> ignored)
    {
        var access = defaults.For(verb);
        var security = operation["security"];
        foreach (var (name, requirement) in security.Items().SelectMany(item => item.Members()))
            access = Apply(access, name, requirement, ignored);

        // API Gateway ignores security at the top level of a description (amazon-archives/aws-apigateway-importer#204).
        if (!security.Exists)
            ignored.AddRange(api.Body["security"].Items().SelectMany(item => item.Members()).Select(top => $"the security scheme '{top.Name}' at the top level: name it in the operation"));

        var signed = operation["x-amazon-apigateway-auth"]["type"];
        return !signed.Exists ? access : signed.RequiredText.ToUpperInvariant() switch
        {
            "NONE" => access with { Authorization = MethodAuthorization.None, Authorizer = null },
            "AWS_IAM" => access with { Authorization = MethodAuthorization.AwsIam, Authorizer = null },
            var other => throw new TemplateException(signed.Path, $"'{other}' is not a type of x-amazon-apigateway-auth."),
        };
    }

    private MethodAccess Apply(MethodAccess access, string name, TemplateNode requirement, List<string> ignored)
    {
        var scheme = api.Body["components"]["securitySchemes"][name] is { Exists: true } v3 ? v3 : api.Body["securityDefinitions"][name];
        if (!scheme.Exists)
        {
            // NONE, which SAM never defines, is its word for a method without the API's default authorizer.
            if (name == "NONE")
                return access with { Authorization = MethodAuthorization.None, Authorizer = null };

            ignored.Add(api.Ignore(requirement.Path, $"the security scheme '{name}', which the description does not define"));
            return access;
        }

        var authType = scheme["x-amazon-apigateway-authtype"].Text;
        if ("awsSigv4".Equals(authType, StringComparison.OrdinalIgnoreCase))
            return access with { Authorization = MethodAuthorization.AwsIam, Authorizer = null };

        if (scheme["x-amazon-apigateway-authorizer"].Exists)
        {
            if (!_authorizers.TryGetValue(name, out var authorizer))
                _authorizers[name] = authorizer = AuthorizerReader.OfScheme(api, name, scheme);

            return access with
            {
                Authorization = authorizer is CognitoAuthorizer ? MethodAuthorization.CognitoUserPools : MethodAuthorization.Custom,
                Authorizer = authorizer,
                Scopes = [.. requirement.Items().Select(scope => scope.RequiredText)],
            };
        }

        // An import says: Unsupported security definition type 'http' for 'bearer'. Ignoring.
        if (scheme["type"].Text is "http" or "basic" or "oauth2" or "openIdConnect")
        {
            ignored.Add(api.Ignore(requirement.Path, $"the security scheme '{name}': it enforces API keys, signatures and authorizers alone"));
            return access;
        }

        return scheme["type"].Text == "apiKey" && "x-api-key".Equals(scheme["name"].Text, StringComparison.OrdinalIgnoreCase)
            ? access with { ApiKeyRequired = true }
            : throw new TemplateException(requirement.Path, $"API Gateway does not enforce the security scheme {name}.");
    }
}
