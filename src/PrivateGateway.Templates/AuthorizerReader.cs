namespace PrivateGateway.Templates;

/// <summary>Authorizers, in SAM's spelling, in OpenAPI's, and as resources.</summary>
internal static class AuthorizerReader
{
    private const string DefaultSource = "method.request.header.Authorization";

    private static readonly (string List, string Prefix)[] SamSources =
        [("Headers", "method.request.header."), ("QueryStrings", "method.request.querystring."), ("StageVariables", "stageVariables."), ("Context", "context.")];

    public static Authorizer OfSam(ApiContext api, string name, TemplateNode written)
    {
        var identity = written["Identity"];
        var header = $"method.request.header.{identity["Header"].Text ?? "Authorization"}";
        if (written["UserPoolArn"] is { Exists: true } pools)
            return new CognitoAuthorizer(IdOf(api, name), name, [.. pools.ItemsOrSelf().Select(arn => arn.RequiredText)], header);

        var isToken = written["FunctionPayloadType"].Text is null or "TOKEN";
        string[] sources = isToken
            ? [header]
            : [.. SamSources.SelectMany(source => identity[source.List].Items().Select(item => source.Prefix + item.RequiredText))];
        return new LambdaAuthorizer(IdOf(api, name), name, written["FunctionArn"].RequiredText, isToken, sources, Ttl(identity["ReauthorizeEvery"]))
        {
            ValidationExpression = isToken ? identity["ValidationExpression"].Text : null,
            UsesRole = written["FunctionInvokeRole"].Text is not (null or "NONE"),
        };
    }

    /// <param name="scheme">A security scheme with x-amazon-apigateway-authorizer.</param>
    public static Authorizer OfScheme(ApiContext api, string name, TemplateNode scheme)
    {
        var written = scheme["x-amazon-apigateway-authorizer"];
        PropertyTable.Check(api.Template, "x-amazon-apigateway-authorizer", written);
        var header = scheme["name"].Text is { } given and not "Unused" ? $"method.request.header.{given}" : DefaultSource;
        return Read(IdOf(api, name), name, new(
            written["type"], written["authorizerUri"], written["authorizerCredentials"], written["identitySource"],
            written["identityValidationExpression"], written["authorizerResultTtlInSeconds"], written["providerARNs"]), header);
    }

    public static Authorizer OfResource(ApiContext api, ResolvedResource resource)
    {
        PropertyTable.Check(api.Template, resource);
        var p = resource.Properties;
        return Read(api.Template.RefOf(resource), p["Name"].Text ?? resource.LogicalId, new(
            p["Type"], p["AuthorizerUri"], p["AuthorizerCredentials"], p["IdentitySource"],
            p["IdentityValidationExpression"], p["AuthorizerResultTtlInSeconds"], p["ProviderARNs"]), DefaultSource);
    }

    private static Authorizer Read(string id, string name, Written written, string defaultSource)
    {
        string[] sources = written.IdentitySource.Text is { Length: > 0 } text ? text.Split(',', StringSplitOptions.TrimEntries) : [defaultSource];
        var type = written.Type.RequiredText.ToUpperInvariant();
        return type switch
        {
            "COGNITO_USER_POOLS" => new CognitoAuthorizer(id, name, [.. written.ProviderArns.Items().Select(arn => arn.RequiredText)], sources[0]),
            "TOKEN" or "REQUEST" => new LambdaAuthorizer(
                id, name, IntegrationReader.FunctionArn(written.Uri), type == "TOKEN",
                // Without caching a REQUEST authorizer needs no identity source.
                type == "REQUEST" && !written.IdentitySource.Exists ? [] : sources, Ttl(written.Ttl))
            {
                ValidationExpression = written.Validation.Text is { Length: > 0 } expression ? expression : null,
                UsesRole = written.Credentials.Exists,
            },
            _ => throw new TemplateException(written.Type.Path, $"'{written.Type.Text}' is not a type of authorizer."),
        };
    }

    // API Gateway's default is 300 seconds, its limit 3600.
    private static TimeSpan Ttl(TemplateNode seconds) => seconds.Integer switch
    {
        null => TimeSpan.FromSeconds(300),
        >= 0 and <= 3600 and var ttl => TimeSpan.FromSeconds(ttl),
        _ => throw seconds.Wrong("a number from 0 to 3600"),
    };

    private static string IdOf(ApiContext api, string name) => StableIds.Id($"{api.Id}/authorizers/{name}", 6);

    private readonly record struct Written(
        TemplateNode Type, TemplateNode Uri, TemplateNode Credentials, TemplateNode IdentitySource, TemplateNode Validation, TemplateNode Ttl, TemplateNode ProviderArns);
}
