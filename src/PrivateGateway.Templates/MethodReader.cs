namespace PrivateGateway.Templates;

/// <summary>A method, and where the template has it.</summary>
internal sealed record PlacedMethod(ApiMethod Method, TemplatePath Path);

/// <summary>The methods of an API, from whichever of the three places a template may give them.</summary>
internal static class MethodReader
{
    // Properties that bring in methods from elsewhere, or mock ones.
    private static readonly string[] Unreadable = ["DefinitionUri", "BodyS3Location", "Cors"];

    public static IReadOnlyList<PlacedMethod> Read(ResolvedTemplate template, ResolvedResource api, string apiId)
    {
        foreach (var property in Unreadable)
        {
            if (api.Properties[property] is { Exists: true } unread)
                throw new TemplateException(unread.Path, $"The gateway does not read {property}: write the methods out, in DefinitionBody.");
        }

        // SAM adds the methods of events to an API that it writes itself: not to one with a body.
        IReadOnlyList<PlacedMethod> methods =
        [
            .. OpenApiMethods.Read(api),
            .. ApiPolicies.Body(api).Exists ? [] : SamEventMethods.Read(template, api, apiId),
            .. ResourceMethods.Read(template, apiId),
        ];
        if (methods.Count == 0)
            throw new TemplateException(api.Path, "The REST API doesn't contain any methods");

        return methods.GroupBy(m => (m.Method.ResourcePath, m.Method.HttpMethod)).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new TemplateException(twice.Last().Path, $"{twice.Key.HttpMethod} {twice.Key.ResourcePath} is there twice.")
            : methods;
    }

    public static PlacedMethod Make(
        string path, string httpMethod, bool apiKeyRequired, MethodAuthorization authorization, TemplateNode integration, TemplatePath at) =>
        new(new ApiMethod(path, httpMethod, apiKeyRequired, authorization, IntegrationReader.Read(integration)), at);

    public static MethodAuthorization ReadAuthorization(TemplateNode type) => type.Text switch
    {
        null or "NONE" => MethodAuthorization.None,
        "AWS_IAM" => MethodAuthorization.AwsIam,
        var other => throw new TemplateException(type.Path, $"The gateway plays NONE and AWS_IAM; this is {other}."),
    };
}
