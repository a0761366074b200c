using PrivateGateway.Policies;

namespace PrivateGateway.Templates;

/// <summary>A private custom domain: AWS::ApiGateway::DomainNameV2 with a base path mapping to the API's stage.</summary>
internal static class CustomDomainReader
{
    public static IReadOnlyList<CustomDomain> Read(ResolvedTemplate template, ResolvedResource api, string apiId)
    {
        if (api.Properties["Domain"] is { Exists: true } sam)
            throw new TemplateException(sam.Path, "The gateway reads a custom domain from AWS::ApiGateway::DomainNameV2 and BasePathMappingV2.");

        return
        [
            .. template.OfType("AWS::ApiGateway::BasePathMappingV2")
                .Where(mapping => mapping.Properties["RestApiId"].Text == apiId)
                .Select(mapping => Read(template, mapping.Properties)),
        ];
    }

    private static CustomDomain Read(ResolvedTemplate template, TemplateNode mapping)
    {
        var mapped = mapping["DomainNameArn"];
        var domain = template.OfType("AWS::ApiGateway::DomainNameV2").FirstOrDefault(d => template.RefOf(d) == mapped.RequiredText)
            ?? throw new TemplateException(mapped.Path, "The domain is not in this template.");

        // The same domain has two ARNs: one in apigateway, which Ref gives, and one in execute-api, which policies name.
        var arn = template.RefOf(domain).Replace(":apigateway:", ":execute-api:", StringComparison.Ordinal);
        var policy = domain.Properties["Policy"];
        return new CustomDomain(
            domain.Properties["DomainName"].RequiredText,
            mapping["BasePath"].Text is { } basePath and not "(none)" ? basePath : "",
            arn,
            policy.Exists ? ApiPolicies.Parse(policy, PolicyPlace.Domain(arn)) : PolicyDocument.NoAccess)
        {
            Stage = mapping["Stage"].Text,
        };
    }
}
