using PrivateGateway.Policies;

namespace PrivateGateway.Templates;

/// <summary>A private custom domain: AWS::ApiGateway::DomainNameV2 with a base path mapping to the API's stage.</summary>
internal static class CustomDomainReader
{
    public static CustomDomain? Read(ResolvedTemplate template, ResolvedResource api, string apiId, string stage)
    {
        if (api.Properties["Domain"] is { Exists: true } sam)
            throw new TemplateException(sam.Path, "The gateway reads a custom domain from AWS::ApiGateway::DomainNameV2 and BasePathMappingV2.");

        var mapping = template.OfType("AWS::ApiGateway::BasePathMappingV2")
            .FirstOrDefault(m => m.Properties["RestApiId"].Text == apiId && m.Properties["Stage"].Text == stage);
        if (mapping is null)
            return null;

        var mapped = mapping.Properties["DomainNameArn"];
        var domain = template.OfType("AWS::ApiGateway::DomainNameV2").FirstOrDefault(d => template.RefOf(d) == mapped.RequiredText)
            ?? throw new TemplateException(mapped.Path, "The domain is not in this template.");

        // The same domain has two ARNs: one in apigateway, which Ref gives, and one in execute-api, which policies name.
        var arn = template.RefOf(domain).Replace(":apigateway:", ":execute-api:", StringComparison.Ordinal);
        var policy = domain.Properties["Policy"];
        return new CustomDomain(
            domain.Properties["DomainName"].RequiredText,
            mapping.Properties["BasePath"].Text ?? "",
            arn,
            policy.Exists ? ApiPolicies.Parse(policy, PolicyPlace.Domain(arn)) : PolicyDocument.NoAccess);
    }
}
