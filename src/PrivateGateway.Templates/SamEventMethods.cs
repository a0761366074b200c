using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PrivateGateway.Templates;

/// <summary>Methods that SAM makes from the Api events of functions, and the invoke permissions that go with them.</summary>
internal static partial class SamEventMethods
{
    public static IEnumerable<PlacedMethod> Read(ResolvedTemplate template, ResolvedResource api, string apiId)
    {
        var defaults = SamAuth.Of(api);
        foreach (var (function, path, properties) in Events(template).Where(e => e.Properties["RestApiId"].Text == apiId))
        {
            var verb = VerbOf(properties);
            var auth = properties["Auth"];
            yield return MethodReader.Make(
                properties["Path"].RequiredText,
                verb,
                auth["ApiKeyRequired"].Flag ?? defaults.ApiKeyFor(verb),
                auth["Authorizer"].Exists ? MethodReader.ReadAuthorization(auth["Authorizer"]) : defaults.AuthorizationFor(verb),
                Integration(template, function, properties),
                path);
        }
    }

    /// <summary>For every event, also where the API has a body of its own.</summary>
    public static IEnumerable<InvokePermission> Permissions(ResolvedTemplate template, ResolvedResource function)
    {
        var pseudo = template.Pseudo;
        var alias = function.Properties["AutoPublishAlias"].Text;
        return Events(template).Where(e => e.Function.LogicalId == function.LogicalId).Select(e =>
        {
            var verb = VerbOf(e.Properties) is var v && v == "ANY" ? "*" : v;
            var path = PathParameter().Replace(e.Properties["Path"].RequiredText, "*");
            return new InvokePermission(
                alias, $"arn:{pseudo.Partition}:execute-api:{pseudo.Region}:{pseudo.AccountId}:{e.Properties["RestApiId"].Text}/*/{verb}{path}");
        });
    }

    private static IEnumerable<(ResolvedResource Function, TemplatePath Path, TemplateNode Properties)> Events(ResolvedTemplate template) =>
        from function in template.OfType("AWS::Serverless::Function")
        from written in function.Properties["Events"].Members()
        where written.Node["Type"].Text == "Api"
        select (function, written.Node.Path, written.Node["Properties"]);

    private static string VerbOf(TemplateNode properties) => properties["Method"].RequiredText.ToUpperInvariant();

    private static TemplateNode Integration(ResolvedTemplate template, ResolvedResource function, TemplateNode properties)
    {
        var mode = properties["ResponseTransferMode"].Text;
        return new(properties.Path, new JsonObject
        {
            ["type"] = "aws_proxy",
            ["uri"] = FunctionReader.InvocationPath(template, function, streams: mode == "STREAM"),
            ["timeoutInMillis"] = properties["TimeoutInMillis"].Value?.DeepClone(),
            ["responseTransferMode"] = mode,
        });
    }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex PathParameter();
}
