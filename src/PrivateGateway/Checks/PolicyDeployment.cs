using System.Text.Json.Nodes;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Checks;

/// <summary>Whether a changed resource policy reaches the stages: API Gateway uses the policy of the last deployment.</summary>
internal static class PolicyDeployment
{
    /// <param name="oldTemplate">The template that <paramref name="old"/> was read from; the new one's path is in the options.</param>
    public static IEnumerable<CheckWarning> Warnings(GatewayOptions options, string oldTemplate, PrivateApi old, PrivateApi @new)
    {
        if (Text(old.ResourcePolicy) == Text(@new.ResourcePolicy) || Deploys(oldTemplate, options.TemplatePath, Read))
            yield break;

        yield return new(
            CheckWarnings.UndeployedPolicy,
            "the resource policy changes, but no resource makes a new deployment that carries it: give AWS::ApiGateway::Deployment another logical id, "
            + "or with SAM set AlwaysDeploy.",
            @new.ResourcePolicy.Statements[0].Line);

        ResolvedTemplate Read(string path) => ResolvedTemplate.Load(path, options.ParameterOverrides, options.Pseudo, options.Values);
    }

    private static bool Deploys(string oldTemplate, string newTemplate, Func<string, ResolvedTemplate> read)
    {
        var @new = read(newTemplate);
        if (@new.OfType("AWS::Serverless::Api").FirstOrDefault() is { } api)
            return api.Properties["AlwaysDeploy"].Flag == true || Definition(oldTemplate) != Definition(newTemplate) || HasValuesInDefinition(api);

        return !@new.OfType("AWS::ApiGateway::Deployment").Select(d => d.LogicalId).ToHashSet()
            .SetEquals(read(oldTemplate).OfType("AWS::ApiGateway::Deployment").Select(d => d.LogicalId));
    }

    // SAM names its deployment after the API's definition, before CloudFormation resolves it: a policy that changes by the value of a parameter
    // keeps the name. Only in custom statements SAM writes the value itself (seen in what samtranslator makes of either).
    private static bool HasValuesInDefinition(ResolvedResource api) => api.Properties["Auth"]["ResourcePolicy"]["CustomStatements"].Exists;

    private static string Definition(string path)
    {
        var document = TemplateDocument.Load(path);
        var parts = from resource in document.Section("Resources")
                    let properties = resource.Value!["Properties"] as JsonObject
                    select resource.Value!["Type"]?.ToString() switch
                    {
                        "AWS::Serverless::Api" => properties,
                        "AWS::Serverless::Function" => properties?["Events"],
                        _ => null,
                    };
        return string.Join('\n', parts.Append(document.Section("Globals")["Api"]).Select(part => part?.ToJsonString()));
    }

    private static string Text(PolicyDocument policy) => string.Join('\n', policy.Statements.Select(statement =>
        $"{statement.Effect} {statement.Principal.IsNegated} {string.Join(",", statement.Principal.Principals)} {statement.Action.IsNegated} "
        + $"{string.Join(",", statement.Action.Patterns)} {statement.Resource.IsNegated} {string.Join(",", statement.Resource.Patterns)} "
        + string.Join(";", statement.Conditions.Select(c => $"{c.Operator} {c.Key} {string.Join(",", c.Values)}"))));
}
