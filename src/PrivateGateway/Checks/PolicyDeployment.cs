using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Checks;

/// <summary>Whether a changed resource policy reaches the stages: API Gateway uses the policy of the last deployment.</summary>
internal static class PolicyDeployment
{
    /// <param name="oldTemplate">The template that <paramref name="old"/> was read from; the new one's path is in the options.</param>
    public static IEnumerable<CheckWarning> Warnings(GatewayOptions options, string oldTemplate, PrivateApi old, PrivateApi @new)
    {
        if (Text(old.ResourcePolicy) == Text(@new.ResourcePolicy) || Deploys(Read(oldTemplate), Read(options.TemplatePath)))
            yield break;

        yield return new(
            CheckWarnings.UndeployedPolicy,
            "the resource policy changes, but no resource makes a new deployment that carries it: give AWS::ApiGateway::Deployment another logical id, "
            + "or with SAM set AlwaysDeploy.",
            @new.ResourcePolicy.Statements[0].Line);

        ResolvedTemplate Read(string path) => ResolvedTemplate.Load(path, options.ParameterOverrides, options.Pseudo, options.Values);
    }

    // SAM names its deployment after the API's definition, so a changed policy in the definition gives a new name.
    private static bool Deploys(ResolvedTemplate old, ResolvedTemplate @new)
    {
        var serverless = @new.OfType("AWS::Serverless::Api").ToList();
        return serverless.Count > 0
            || !@new.OfType("AWS::ApiGateway::Deployment").Select(d => d.LogicalId).ToHashSet()
                .SetEquals(old.OfType("AWS::ApiGateway::Deployment").Select(d => d.LogicalId));
    }

    private static string Text(PolicyDocument policy) => string.Join('\n', policy.Statements.Select(statement =>
        $"{statement.Effect} {statement.Principal.IsNegated} {string.Join(",", statement.Principal.Principals)} {statement.Action.IsNegated} "
        + $"{string.Join(",", statement.Action.Patterns)} {statement.Resource.IsNegated} {string.Join(",", statement.Resource.Patterns)} "
        + string.Join(";", statement.Conditions.Select(c => $"{c.Operator} {c.Key} {string.Join(",", c.Values)}"))));
}
