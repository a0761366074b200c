using System.Text.Json.Nodes;
using PrivateGateway.Policies;

namespace PrivateGateway.Templates;

/// <summary>The API's endpoint type, and the VPC endpoints that it names and that the template makes.</summary>
internal static class EndpointReader
{
    public static bool IsPrivate(ResolvedResource api) => TypeOf(api) == "PRIVATE";

    /// <returns>The ids of the associated endpoints.</returns>
    /// <exception cref="TemplateException">The API is not private.</exception>
    public static IReadOnlyList<string> ReadIds(ApiContext api)
    {
        var resource = api.Resource;
        var endpoint = resource.Properties["EndpointConfiguration"];
        var type = TypeOf(resource);
        IReadOnlyList<string> ids =
        [
            .. endpoint.IsObject ? IdsOf(endpoint, api.IsSam).Items().Select(id => id.RequiredText) : [],
            .. api.EndpointExtensions.SelectMany(settings => settings["vpcEndpointIds"].Items()).Select(id => id.RequiredText),
        ];
        if (type != "PRIVATE")
        {
            throw new TemplateException(endpoint.Exists ? endpoint.Path : resource.Path, ids.Count > 0
                ? "VPCEndpoints can only be specified with PRIVATE apis."
                : $"The API is not private: its endpoint type is {type ?? "EDGE (the default)"}.");
        }

        return ids.FirstOrDefault(id => !id.StartsWith("vpce-", StringComparison.Ordinal)) is { } wrong
            ? throw new TemplateException(endpoint.Path, $"'{wrong}' is not the id of a VPC endpoint (vpce-...).")
            : [.. ids.Distinct()];
    }

    /// <summary>The endpoints for execute-api that the template makes, and those that the API names.</summary>
    public static IReadOnlyList<InterfaceEndpoint> ReadAll(ResolvedTemplate template, IEnumerable<string> named)
    {
        List<InterfaceEndpoint> made = [.. template.OfType("AWS::EC2::VPCEndpoint").Where(IsForExecuteApi).Select(endpoint =>
        {
            PropertyTable.Check(template, endpoint);
            var p = endpoint.Properties;
            return new InterfaceEndpoint(
                template.RefOf(endpoint), endpoint.LogicalId, PolicyOf(endpoint), p["VpcId"].KnownText, Math.Max(1, KnownCount(p["SubnetIds"])));
        })];
        return [.. made, .. named.Where(id => made.TrueForAll(e => e.Id != id)).Select(id => new InterfaceEndpoint(id, null, null, null, 1))];
    }

    /// <summary>The policy of the interface endpoint that a template makes for execute-api; full access where it gives none, as in AWS.</summary>
    /// <exception cref="TemplateException">The template makes no such endpoint, or the policy is faulty.</exception>
    public static PolicyDocument ReadPolicy(ResolvedTemplate template)
    {
        var endpoint = template.OfType("AWS::EC2::VPCEndpoint").FirstOrDefault(IsForExecuteApi)
            ?? throw new TemplateException(template.Path.At("Resources"), "The template has no AWS::EC2::VPCEndpoint for execute-api.");
        PropertyTable.Check(template, endpoint);
        template.Obstacles.ThrowIfAny();
        return PolicyOf(endpoint) ?? PolicyDocument.FullAccess;
    }

    private static PolicyDocument? PolicyOf(ResolvedResource endpoint)
    {
        var policy = endpoint.Properties["PolicyDocument"];
        return policy.Exists ? ApiPolicies.Parse(policy, PolicyPlace.VpcEndpoint) : null;
    }

    // SAM takes both spellings, though not together.
    private static TemplateNode IdsOf(TemplateNode endpoint, bool isSam)
    {
        var (samIds, ids) = (endpoint["VPCEndpointIds"], endpoint["VpcEndpointIds"]);
        if (isSam && samIds.Exists && ids.Exists)
            throw new TemplateException(endpoint.Path, "'VPCEndpointIds' and 'VpcEndpointIds' cannot be used together in EndpointConfiguration.");

        return isSam && samIds.Exists ? samIds : ids;
    }

    // SAM: a type, or { Type, VPCEndpointIds }; CloudFormation: { Types, VpcEndpointIds }, or a parameter of the description's import.
    private static string? TypeOf(ResolvedResource api)
    {
        var endpoint = api.Properties["EndpointConfiguration"];
        return api.Type == "AWS::Serverless::Api" ? endpoint.IsObject ? endpoint["Type"].Text : endpoint.Text
            : endpoint["Types"].Items().FirstOrDefault().Text ?? api.Properties["Parameters"]["endpointConfigurationTypes"].Text;
    }

    private static bool IsForExecuteApi(ResolvedResource endpoint) =>
        endpoint.Properties["ServiceName"].Text?.EndsWith(".execute-api", StringComparison.Ordinal) == true;

    // The endpoint's location does not affect a call: values that only AWS knows may stay unknown.
    private static int KnownCount(TemplateNode node)
    {
        try
        {
            return (node.Value as JsonArray)?.Count ?? 1;
        }
        catch (TemplateException)
        {
            return 1;
        }
    }
}
