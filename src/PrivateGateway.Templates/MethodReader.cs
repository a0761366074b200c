namespace PrivateGateway.Templates;

/// <summary>A method and its place in the template.</summary>
/// <param name="WrittenPath">The resource's path as the template has it, maybe with a slash at its end.</param>
internal sealed record PlacedMethod(ApiMethod Method, TemplatePath Path, string WrittenPath);

/// <summary>The methods of an API, from the three places where a template can define them.</summary>
internal static class MethodReader
{
    public static IReadOnlyList<PlacedMethod> Read(ApiContext api, SamAuth auth)
    {
        // SAM adds events' methods to an API whose description it generates; to one with its own description only with MergeDefinitions.
        var withEvents = api.IsSam && (!api.Body.Exists || api.Resource.Properties["MergeDefinitions"].Flag == true);
        var described = OpenApiMethods.Read(api, auth);
        var events = withEvents ? SamEventMethods.Read(api, auth) : [];
        List<PlacedMethod> methods =
        [
            .. described.Where(method => !events.Exists(e => IsSame(e.Method, method.Method))),
            .. events,
            .. ResourceMethods.Read(api),
        ];
        methods.AddRange(SamCors.Read(api, auth, methods));
        if (methods.Count == 0)
            throw new TemplateException(api.Resource.Path, "The REST API doesn't contain any methods");

        return methods.GroupBy(m => (m.Method.ResourcePath, m.Method.HttpMethod)).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new TemplateException(twice.Last().Path, $"{twice.Key.HttpMethod} {twice.Key.ResourcePath} is defined twice.")
            : methods;
    }

    /// <summary>API Gateway makes one resource of <c>/orders</c> and <c>/orders/</c>.</summary>
    public static string Trimmed(string path) => path.Length > 1 ? path.TrimEnd('/') : path;

    public static ApiMethod Make(string path, string httpMethod, MethodAccess access, TemplateNode integration) =>
        new(Trimmed(path), httpMethod, access.ApiKeyRequired, access.Authorization, IntegrationReader.Read(integration, isSigned: access.Authorization == MethodAuthorization.AwsIam))
        {
            Authorizer = access.Authorizer,
            AuthorizationScopes = access.Scopes ?? [],
        };

    private static bool IsSame(ApiMethod one, ApiMethod other) => (one.ResourcePath, one.HttpMethod) == (other.ResourcePath, other.HttpMethod);
}
