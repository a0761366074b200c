namespace PrivateGateway.Templates;

/// <summary>Who may call a method.</summary>
internal sealed record MethodAccess(
    bool ApiKeyRequired, MethodAuthorization Authorization = MethodAuthorization.None, Authorizer? Authorizer = null, IReadOnlyList<string>? Scopes = null);

/// <summary>SAM's Auth property of an API: the default for methods that do not override it.</summary>
internal sealed class SamAuth
{
    private readonly TemplateNode _auth;
    private readonly bool _apiKeyRequired;
    private readonly bool _apiKeyOnOptions;
    private readonly bool _authorizerOnOptions;
    private readonly MethodAccess _default;
    private readonly Dictionary<string, (Authorizer Authorizer, IReadOnlyList<string> Scopes)> _authorizers;

    public SamAuth(ApiContext api)
    {
        _auth = api.IsSam ? api.Resource.Properties["Auth"] : new(api.Resource.Path.At("Auth"), null);
        if (api.IsSam)
            PropertyTable.Check(api.Template, "AWS::Serverless::Api.Auth", _auth);

        _authorizers = _auth["Authorizers"].Members().ToDictionary(
            a => a.Name, a => (AuthorizerReader.OfSam(api, a.Name, a.Node), Texts(a.Node["AuthorizationScopes"])));
        _apiKeyRequired = _auth["ApiKeyRequired"].SamFlag ?? false;
        _apiKeyOnOptions = _auth["AddApiKeyRequiredToCorsPreflight"].SamFlag ?? true;
        _authorizerOnOptions = _auth["AddDefaultAuthorizerToCorsPreflight"].SamFlag ?? true;
        _default = Named(_auth["DefaultAuthorizer"], false, []);
    }

    /// <summary>The functions that SAM lets API Gateway invoke as authorizers, by their ARN.</summary>
    public IEnumerable<string> PermittedAuthorizers => _auth["Authorizers"].Members()
        .Where(a => a.Node["DisableFunctionDefaultPermissions"].Flag != true && a.Node["FunctionArn"].Exists)
        .Select(a => a.Node["FunctionArn"].RequiredText);

    /// <summary>The access of a method that does not override it.</summary>
    public MethodAccess For(string verb) =>
        (verb != "OPTIONS" || _authorizerOnOptions ? _default : new(false)) with { ApiKeyRequired = _apiKeyRequired && (verb != "OPTIONS" || _apiKeyOnOptions) };

    public MethodAccess Of(SamEvent written)
    {
        var (auth, inherited) = (written.Properties["Auth"], For(written.HttpMethod));
        var key = auth["ApiKeyRequired"].SamFlag ?? inherited.ApiKeyRequired;
        return auth["Authorizer"].Exists
            ? Named(auth["Authorizer"], key, Texts(auth["AuthorizationScopes"]))
            : inherited with { ApiKeyRequired = key };
    }

    private MethodAccess Named(TemplateNode name, bool key, IReadOnlyList<string> scopes) => name.Text switch
    {
        null or "NONE" => new(key),
        "AWS_IAM" => new(key, MethodAuthorization.AwsIam),
        { } text when _authorizers.TryGetValue(text, out var found) => new(
            key,
            found.Authorizer is CognitoAuthorizer ? MethodAuthorization.CognitoUserPools : MethodAuthorization.Custom,
            found.Authorizer,
            scopes.Count > 0 ? scopes : found.Scopes),
        var other => throw new TemplateException(name.Path, $"The API has no authorizer named {other}."),
    };

    private static IReadOnlyList<string> Texts(TemplateNode list) => [.. list.Items().Select(item => item.RequiredText)];
}
