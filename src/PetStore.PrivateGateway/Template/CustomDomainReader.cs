using PetStore.PrivateGateway.Policy;

namespace PetStore.PrivateGateway.Template;

/// <summary>A private custom domain: AWS::ApiGateway::DomainNameV2 with a base path mapping to the API's stage.</summary>
internal static class CustomDomainReader
{
    public static CustomDomain? Read(ResolvedTemplate template, string apiId, string stage)
    {
        var mapping = template.OfType("AWS::ApiGateway::BasePathMappingV2")
            .FirstOrDefault(m => m.Properties["RestApiId"].Text == apiId && m.Properties["Stage"].Text == stage);
        if (mapping is null)
            return null;

        var arn = mapping.Properties["DomainNameArn"].RequiredText;
        var domain = template.OfType("AWS::ApiGateway::DomainNameV2").FirstOrDefault(d => template.RefOf(d) == arn)
            ?? throw new TemplateException(mapping.Properties["DomainNameArn"].Path, "The domain is not in this template.");
        var policy = domain.Properties["Policy"];
        var id = ResourceTypes.GetAtt(template.Identify(domain), "DomainNameId");
        var pseudo = template.Pseudo;
        return new CustomDomain(
            domain.Properties["DomainName"].RequiredText,
            mapping.Properties["BasePath"].Text ?? "",
            policy.Exists
                ? ApiPolicies.Parse(policy, PolicyPlace.Api($"arn:{pseudo.Partition}:execute-api:{pseudo.Region}:{pseudo.AccountId}:/domainnames/{domain.Properties["DomainName"].Text}+{id}"))
                : PolicyDocument.NoAccess);
    }
}
