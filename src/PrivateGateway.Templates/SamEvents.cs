using System.Text.RegularExpressions;

namespace PrivateGateway.Templates;

/// <summary>An Api event of a function.</summary>
internal sealed partial record SamEvent(ResolvedResource Function, TemplatePath Path, TemplateNode Properties)
{
    public string ResourcePath => Properties["Path"].RequiredText;

    public string HttpMethod => Properties["Method"].RequiredText.ToUpperInvariant();

    /// <summary>SAM lets API Gateway invoke the function, or its alias, for this method in every stage.</summary>
    public InvokePermission Permission(PseudoParameters pseudo)
    {
        var path = PathParameter().Replace(ResourcePath.Length > 1 ? ResourcePath.TrimEnd('/') : ResourcePath, "*");
        return new InvokePermission(
            Function.Properties["AutoPublishAlias"].Text,
            $"arn:{pseudo.Partition}:execute-api:{pseudo.Region}:{pseudo.AccountId}:{Properties["RestApiId"].Text}/*/{(HttpMethod == "ANY" ? "*" : HttpMethod)}{path}");
    }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex PathParameter();
}

internal static class SamEvents
{
    public static IEnumerable<SamEvent> Of(ResolvedTemplate template) =>
        from function in template.OfType("AWS::Serverless::Function")
        from written in function.Properties["Events"].Members()
        where written.Node["Type"].Text == "Api"
        select new SamEvent(function, written.Node.Path, written.Node["Properties"]);

    // RestApiId is a reference to the API, or its logical id.
    public static IEnumerable<SamEvent> Of(ApiContext api) =>
        Of(api.Template).Where(e => e.Properties["RestApiId"].Text is { } id && (id == api.Id || id == api.Resource.LogicalId));
}
