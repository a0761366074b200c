using System.Text.Json.Nodes;
using PrivateGateway.Policies;

namespace PrivateGateway.Templates;

/// <summary>Policies in a template: where they stand, and how an error in one names its place there.</summary>
internal static class ApiPolicies
{
    /// <summary>The API's resource policy, wherever the template gives it.</summary>
    /// <exception cref="TemplateException">There is none: API Gateway refuses to deploy a private API without one.</exception>
    public static PolicyDocument Read(ResolvedResource api, string apiArn)
    {
        var auth = api.Properties["Auth"]["ResourcePolicy"];
        TemplateNode[] places = [api.Properties["Policy"], Body(api)["x-amazon-apigateway-policy"], Statements(auth)];
        var policy = Array.Find(places, place => place.Exists);
        return policy.Exists
            ? Parse(policy, PolicyPlace.Api(apiArn))
            : throw new TemplateException(api.Path, "Private REST API doesn't have a resource policy attached to it");
    }

    public static PolicyDocument Parse(TemplateNode policy, PolicyPlace place)
    {
        try
        {
            return PolicyReader.Read(policy.Value!, place, statement => policy.Path.Source.LineOf(PathOf(statement)));
        }
        catch (PolicyException exception)
        {
            throw new TemplateException(PathOf(exception.Place), exception.Problem);
        }

        TemplatePath PathOf(IReadOnlyList<string> place) => place.Aggregate(policy.Path, (path, segment) => path.At(segment));
    }

    public static TemplateNode Body(ResolvedResource api) =>
        api.Properties["DefinitionBody"] is { Exists: true } body ? body : api.Properties["Body"];

    private static TemplateNode Statements(TemplateNode auth)
    {
        foreach (var (name, node) in auth.Members())
        {
            if (name != "CustomStatements")
                throw new TemplateException(node.Path, "The gateway reads CustomStatements alone: write the statements out.");
        }

        var statements = auth["CustomStatements"];
        return statements.Exists
            ? new TemplateNode(statements.Path.Parent!, new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = statements.Value!.DeepClone() })
            : statements;
    }
}
