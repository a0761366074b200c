using System.Text.RegularExpressions;

namespace PrivateGateway.Templates;

/// <summary>An Api event of a function.</summary>
internal sealed partial record SamEvent(ResolvedResource Function, TemplatePath Path, TemplateNode Properties)
{
    public string ResourcePath => Literal("Path");

    public string HttpMethod => Literal("Method").ToUpperInvariant();

    /// <summary>SAM lets API Gateway invoke the function, or its alias, for this method in every stage.</summary>
    public InvokePermission Permission(PseudoParameters pseudo)
    {
        var path = PathParameter().Replace(MethodReader.Trimmed(ResourcePath), "*");
        return new InvokePermission(
            Function.Properties["AutoPublishAlias"].Text,
            $"arn:{pseudo.Partition}:execute-api:{pseudo.Region}:{pseudo.AccountId}:{Properties["RestApiId"].Text}/*/{(HttpMethod == "ANY" ? "*" : HttpMethod)}{path}");
    }

    // SAM needs them when it transforms the template.
    private string Literal(string name) => Properties[name] is var node && (node.Literal is not null || !node.Exists)
        ? node.RequiredText
        : throw new TemplateException(node.Path, $"Property '{name}' should be a string.");

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex PathParameter();
}

internal static class SamEvents
{
    public static IEnumerable<SamEvent> Of(ResolvedTemplate template, string owner = "AWS::Serverless::Function") =>
        from function in template.OfType(owner)
        from written in function.Properties["Events"].Members()
        where written.Node["Type"].Text == "Api"
        select new SamEvent(function, written.Node.Path, written.Node["Properties"]);

    public static IEnumerable<SamEvent> Of(ApiContext api) => Of(api.Template).Where(e => IsOf(e, api));

    /// <summary>Events that put a state machine behind a method.</summary>
    public static IEnumerable<SamEvent> OfStateMachines(ApiContext api) => Of(api.Template, "AWS::Serverless::StateMachine").Where(e => IsOf(e, api));

    // RestApiId is a reference to the API, or its logical id.
    private static bool IsOf(SamEvent written, ApiContext api) =>
        written.Properties["RestApiId"].Text is { } id && (id == api.Id || id == api.Resource.LogicalId);
}
