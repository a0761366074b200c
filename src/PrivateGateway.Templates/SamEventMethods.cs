using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>Methods that SAM makes from the Api events of functions.</summary>
internal static class SamEventMethods
{
    public static IEnumerable<IntegratedMethod> Read(ResolvedTemplate template, ResolvedResource api, string apiId)
    {
        var defaults = SamAuth.Of(api);
        foreach (var function in template.OfType("AWS::Serverless::Function"))
        {
            foreach (var (_, node) in function.Properties["Events"].Members())
            {
                var properties = node["Properties"];
                if (node["Type"].Text != "Api" || properties["RestApiId"].Text != apiId)
                    continue;

                var verb = properties["Method"].RequiredText.ToUpperInvariant();
                var auth = properties["Auth"];
                var authorization = auth["Authorizer"].Exists ? MethodReader.ReadAuthorization(auth["Authorizer"]) : defaults.AuthorizationFor(verb);
                var uri = FunctionReader.InvocationPath(template, function);
                yield return MethodReader.Make(
                    properties["Path"].RequiredText,
                    verb,
                    auth["ApiKeyRequired"].Flag ?? defaults.ApiKeyFor(verb),
                    authorization,
                    Integration(properties, uri),
                    node.Path);
            }
        }
    }

    private static TemplateNode Integration(TemplateNode properties, string uri) => new(properties.Path, new JsonObject
    {
        ["type"] = "aws_proxy",
        ["uri"] = uri,
        ["timeoutInMillis"] = properties["TimeoutInMillis"].Value?.DeepClone(),
    });
}
