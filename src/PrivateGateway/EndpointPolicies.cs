using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway;

/// <summary>The policies of the VPC endpoints: from the endpoint template for all of them, or else from the API's template.</summary>
internal sealed class EndpointPolicies(PrivateApi api, PolicyDocument? forAll)
{
    /// <summary>Every custom policy.</summary>
    public IEnumerable<PolicyDocument> All => forAll is not null ? [forAll] : api.InterfaceEndpoints.Select(endpoint => endpoint.Policy).OfType<PolicyDocument>();

    /// <summary>The endpoints that the API's template makes or names.</summary>
    public IEnumerable<string> Ids => api.InterfaceEndpoints.Select(endpoint => endpoint.Id);

    /// <exception cref="TemplateException">The endpoint template is invalid, or makes no endpoint for execute-api.</exception>
    public static EndpointPolicies Load(PrivateApi api, GatewayOptions options)
    {
        if (options.EndpointTemplatePath is not { } path)
            return new EndpointPolicies(api, null);

        var policy = EndpointTemplate.Load(path, options.EndpointParameterOverrides, options.Pseudo, options.Values);
        return new EndpointPolicies(api, ReferenceEquals(policy, PolicyDocument.FullAccess) ? null : policy);
    }

    /// <returns>Null for the default policy, full access.</returns>
    public PolicyDocument? Of(string vpcEndpointId) => forAll ?? api.InterfaceEndpoints.FirstOrDefault(endpoint => endpoint.Id == vpcEndpointId)?.Policy;

    /// <returns>Null where the template does not say.</returns>
    public string? VpcOf(string vpcEndpointId) => api.InterfaceEndpoints.FirstOrDefault(endpoint => endpoint.Id == vpcEndpointId)?.VpcId;
}
