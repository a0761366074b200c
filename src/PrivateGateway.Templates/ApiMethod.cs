using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>A method of a resource, with what it calls.</summary>
/// <param name="ResourcePath"><c>/</c>, <c>/{proxy+}</c>, <c>/orders/{orderId}</c>.</param>
/// <param name="HttpMethod">GET, OPTIONS, ..., or ANY.</param>
internal sealed record ApiMethod(
    string ResourcePath, string HttpMethod, bool ApiKeyRequired, MethodAuthorization Authorization, Integration Integration)
{
    /// <summary>Set where the authorization is <see cref="MethodAuthorization.Custom"/> or <see cref="MethodAuthorization.CognitoUserPools"/>.</summary>
    public Authorizer? Authorizer { get; init; }

    /// <summary>With Cognito: the token must have one of these scopes. Empty: an identity token is expected.</summary>
    public IReadOnlyList<string> AuthorizationScopes { get; init; } = [];

    /// <summary>Parts of the method's OpenAPI description that API Gateway ignores.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Null: nothing is validated.</summary>
    public RequestValidation? Validation { get; init; }
}

internal enum MethodAuthorization
{
    None,
    AwsIam,
    Custom,
    CognitoUserPools,
}

/// <param name="Id">Part of the ARN by which the authorizer's function is invoked: <c>.../authorizers/{id}</c>.</param>
internal abstract record Authorizer(string Id, string Name)
{
    /// <summary>The headers and query parameters that carry credentials.</summary>
    public IEnumerable<RequestParameter> Credentials =>
        from source in Sources
        let parts = source.Split('.', 4)
        where parts is ["method", "request", "header" or "querystring", _]
        select new RequestParameter(parts[2], parts[3]);

    private protected abstract IReadOnlyList<string> Sources { get; }
}

/// <summary>A Lambda authorizer.</summary>
/// <param name="FunctionArn">As in the authorizer's URI; may name stage variables. See <see cref="FunctionTarget"/>.</param>
/// <param name="IsToken">TOKEN; otherwise REQUEST.</param>
/// <param name="IdentitySources">Such as <c>method.request.header.Authorization</c>, <c>method.request.querystring.id</c>, <c>stageVariables.x</c>, <c>context.identity.sourceIp</c>.</param>
/// <param name="ResultTtl">How long a result is cached; zero: not at all.</param>
internal sealed record LambdaAuthorizer(
    string Id, string Name, string FunctionArn, bool IsToken, IReadOnlyList<string> IdentitySources, TimeSpan ResultTtl) : Authorizer(Id, Name)
{
    /// <summary>TOKEN: the expression that the whole token must match, otherwise 401; null: any.</summary>
    public string? ValidationExpression { get; init; }

    /// <summary>API Gateway invokes the function with a role (AuthorizerCredentials): no invoke permission is needed.</summary>
    public bool UsesRole { get; init; }

    private protected override IReadOnlyList<string> Sources => IdentitySources;
}

/// <param name="IdentitySource">Where the token is, such as <c>method.request.header.Authorization</c>.</param>
internal sealed record CognitoAuthorizer(
    string Id, string Name, IReadOnlyList<string> UserPoolArns, string IdentitySource) : Authorizer(Id, Name)
{
    private protected override IReadOnlyList<string> Sources => [IdentitySource];
}

/// <param name="RequiredParameters">Empty where parameters are not validated.</param>
/// <param name="BodySchemas">Null where bodies are not validated; otherwise a JSON schema for each content type.</param>
internal sealed record RequestValidation(
    IReadOnlyList<RequestParameter> RequiredParameters, IReadOnlyDictionary<string, JsonNode>? BodySchemas);

/// <param name="In">querystring, header or path.</param>
internal sealed record RequestParameter(string In, string Name);
