using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway;

/// <summary>The policies of the VPC endpoints: from the endpoint template for all of them, or else from the templates of the APIs.</summary>
internal sealed class EndpointPolicies(IReadOnlyList<InterfaceEndpoint> endpoints, PolicyDocument? forAll)
{
    /// <summary>Every custom policy.</summary>
    public IEnumerable<PolicyDocument> All => forAll is not null ? [forAll] : endpoints.Select(endpoint => endpoint.Policy).OfType<PolicyDocument>();

    /// <summary>The endpoints that the templates make or name.</summary>
    public IEnumerable<string> Ids => endpoints.Select(endpoint => endpoint.Id);

    /// <exception cref="TemplateException">The endpoint template is invalid, or makes no endpoint for execute-api.</exception>
    public static EndpointPolicies Load(IEnumerable<PrivateApi> apis, GatewayOptions options)
    {
        IReadOnlyList<InterfaceEndpoint> endpoints = [.. apis.SelectMany(api => api.InterfaceEndpoints)];
        if (options.EndpointTemplatePath is not { } path)
            return new EndpointPolicies(endpoints, null);

        var policy = EndpointTemplate.Load(path, options.EndpointParameterOverrides, options.Pseudo, options.Values);
        return new EndpointPolicies(endpoints, ReferenceEquals(policy, PolicyDocument.FullAccess) ? null : policy);
    }

    /// <returns>Null for the default policy, full access.</returns>
    public PolicyDocument? Of(string vpcEndpointId) => forAll ?? endpoints.FirstOrDefault(endpoint => endpoint.Id == vpcEndpointId)?.Policy;

    /// <returns>Null where no template says.</returns>
    public string? VpcOf(string vpcEndpointId) => endpoints.FirstOrDefault(endpoint => endpoint.Id == vpcEndpointId)?.VpcId;
}
