namespace PrivateGateway.Templates;

/// <summary>SAM's Auth property of an API: what it adds to every method.</summary>
internal sealed record SamAuth(bool ApiKeyRequired, bool ApiKeyOnOptions, MethodAuthorization Authorization, bool AuthorizationOnOptions)
{
    public static SamAuth Of(ResolvedResource api)
    {
        var auth = api.Properties["Auth"];
        return new SamAuth(
            auth["ApiKeyRequired"].Flag ?? false,
            auth["AddApiKeyRequiredToCorsPreflight"].Flag ?? true,
            MethodReader.ReadAuthorization(auth["DefaultAuthorizer"]),
            auth["AddDefaultAuthorizerToCorsPreflight"].Flag ?? true);
    }

    public bool ApiKeyFor(string verb) => ApiKeyRequired && (verb != "OPTIONS" || ApiKeyOnOptions);

    public MethodAuthorization AuthorizationFor(string verb) =>
        verb != "OPTIONS" || AuthorizationOnOptions ? Authorization : MethodAuthorization.None;
}
