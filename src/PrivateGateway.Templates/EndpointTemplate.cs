using PrivateGateway.Policies;

namespace PrivateGateway.Templates;

/// <summary>The policy of the interface endpoint that a template makes for execute-api.</summary>
internal static class EndpointTemplate
{
    /// <summary>Full access where the endpoint is given no policy, as in AWS.</summary>
    /// <exception cref="TemplateException">The template is faulty, or makes no such endpoint.</exception>
    public static PolicyDocument Load(
        string path, IReadOnlyDictionary<string, string> parameterOverrides, PseudoParameters? pseudo = null) =>
        Read(ResolvedTemplate.Load(path, parameterOverrides, pseudo));

    public static PolicyDocument Read(ResolvedTemplate template)
    {
        var endpoint = template.OfType("AWS::EC2::VPCEndpoint").FirstOrDefault(IsForExecuteApi)
            ?? throw new TemplateException(template.Path.At("Resources"), "There is no AWS::EC2::VPCEndpoint for execute-api here.");
        var policy = endpoint.Properties["PolicyDocument"];
        return policy.Exists ? ApiPolicies.Parse(policy, PolicyPlace.VpcEndpoint) : PolicyDocument.FullAccess;
    }

    /// <summary>The endpoints for execute-api that the template makes, and those that the API names.</summary>
    public static IReadOnlyList<InterfaceEndpoint> ReadAll(ResolvedTemplate template, IEnumerable<string> named)
    {
        List<InterfaceEndpoint> made = [.. template.OfType("AWS::EC2::VPCEndpoint").Where(IsForExecuteApi).Select(endpoint =>
        {
            var p = endpoint.Properties;
            var policy = p["PolicyDocument"];
            return new InterfaceEndpoint(
                template.RefOf(endpoint),
                endpoint.LogicalId,
                policy.Exists ? ApiPolicies.Parse(policy, PolicyPlace.VpcEndpoint) : null,
                p["VpcId"].Text,
                Math.Max(1, p["SubnetIds"].Items().Count()));
        })];
        return [.. made, .. named.Where(id => made.TrueForAll(e => e.Id != id)).Select(id => new InterfaceEndpoint(id, null, null, null, 1))];
    }

    private static bool IsForExecuteApi(ResolvedResource endpoint) =>
        endpoint.Properties["ServiceName"].RequiredText.EndsWith(".execute-api", StringComparison.Ordinal);
}
