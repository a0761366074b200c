namespace PrivateGateway.Templates;

/// <summary>A method and the function it calls.</summary>
/// <param name="IntegrationUri">The invocation path of the function, of its alias or of its version.</param>
internal sealed record IntegratedMethod(ApiMethod Method, string IntegrationUri, TemplatePath Path);

/// <summary>The methods of an API, from whichever of the three places a template may give them.</summary>
internal static class MethodReader
{
    // Properties that bring in methods from elsewhere, or mock ones.
    private static readonly string[] Unreadable = ["DefinitionUri", "BodyS3Location", "Cors"];

    public static IReadOnlyList<IntegratedMethod> Read(ResolvedTemplate template, ResolvedResource api, string apiId)
    {
        foreach (var property in Unreadable)
        {
            if (api.Properties[property] is { Exists: true } unread)
                throw new TemplateException(unread.Path, $"The gateway does not read {property}: write the methods out, in DefinitionBody.");
        }

        // SAM adds the methods of events to an API that it writes itself: not to one with a body.
        IReadOnlyList<IntegratedMethod> methods =
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

    public static IntegratedMethod Make(
        string path, string httpMethod, bool apiKeyRequired, MethodAuthorization authorization, TemplateNode integration, TemplatePath at)
    {
        var (type, uri, timeout) = (integration["type"], integration["uri"], integration["timeoutInMillis"]);
        if (integration["Type"].Exists)
            (type, uri, timeout) = (integration["Type"], integration["Uri"], integration["TimeoutInMillis"]);
        if (!string.Equals(type.Text, "aws_proxy", StringComparison.OrdinalIgnoreCase))
            throw new TemplateException(type.Path, $"The gateway plays Lambda proxy integrations (AWS_PROXY); this is {type.Text ?? "missing"}.");

        return new IntegratedMethod(
            new ApiMethod(path, httpMethod, apiKeyRequired, authorization, Timeout(timeout)), uri.RequiredText, at);
    }

    public static MethodAuthorization ReadAuthorization(TemplateNode type) => type.Text switch
    {
        null or "NONE" => MethodAuthorization.None,
        "AWS_IAM" => MethodAuthorization.AwsIam,
        var other => throw new TemplateException(type.Path, $"The gateway plays NONE and AWS_IAM; this is {other}."),
    };

    // API Gateway takes 50 ms to 29 s; 29 s by default. (More can be had for an account on request; private APIs included.)
    private static TimeSpan Timeout(TemplateNode milliseconds) => milliseconds.Integer switch
    {
        null => TimeSpan.FromSeconds(29),
        >= 50 and <= 29_000 and var ms => TimeSpan.FromMilliseconds(ms),
        _ => throw new TemplateException(milliseconds.Path, "Timeout should be between 50 ms and 29000 ms"),
    };
}
