using PrivateGateway.Policies;

namespace PrivateGateway.Templates;

/// <summary>
/// Custom domains: private ones (AWS::ApiGateway::DomainNameV2), and regional ones (AWS::ApiGateway::DomainName), which a load balancer in front of
/// the VPC endpoint makes reachable. A regional domain has no policy.
/// </summary>
internal static class CustomDomainReader
{
    public static IReadOnlyList<CustomDomain> Read(ApiContext api) =>
    [
        .. api.OfType("AWS::ApiGateway::BasePathMappingV2").Select(mapping => Read(api.Template, mapping.Properties)),
        .. api.OfType("AWS::ApiGateway::BasePathMapping").Select(mapping => ReadRegional(api.Template, mapping.Properties)).OfType<CustomDomain>(),
        .. api.IsSam ? ReadSam(api, api.Resource.Properties["Domain"]) : [],
    ];

    // SAM makes the domain and a mapping for each base path.
    private static IEnumerable<CustomDomain> ReadSam(ApiContext api, TemplateNode domain)
    {
        if (!domain.Exists)
            return [];

        PropertyTable.Check(api.Template, "AWS::Serverless::Api.Domain", domain);
        var isPrivate = domain["EndpointConfiguration"].Text == "PRIVATE";
        var name = domain["DomainName"].RequiredText;
        var pseudo = api.Template.Pseudo;
        var arn = $"arn:{pseudo.Partition}:execute-api:{pseudo.Region}:{pseudo.AccountId}:/domainnames/{name}+{StableIds.Id($"{api.Id}/{name}")}";
        var policy = isPrivate ? PolicyOf(domain["Policy"], arn) : PolicyDocument.FullAccess;
        var stage = api.Resource.Properties["StageName"].RequiredText;
        var basePaths = domain["BasePath"].ItemsOrSelf().Select(path => BasePath(path.Text)).DefaultIfEmpty("");
        return basePaths.Select(path => new CustomDomain(name, path, arn, policy) { Stage = stage });
    }

    private static PolicyDocument PolicyOf(TemplateNode policy, string arn) =>
        policy.Exists ? ApiPolicies.Parse(policy, PolicyPlace.Domain(arn)) : PolicyDocument.NoAccess;

    private static string BasePath(string? written) => written is null or "(none)" ? "" : written.Trim('/');

    // Null where only AWS knows the domain's name.
    private static CustomDomain? ReadRegional(ResolvedTemplate template, TemplateNode mapping)
    {
        if (mapping["DomainName"].KnownText is not { } name)
            return null;
        if (template.OfType("AWS::ApiGateway::DomainName").FirstOrDefault(domain => template.RefOf(domain) == name) is { } written)
            PropertyTable.Check(template, written);

        var pseudo = template.Pseudo;
        var arn = $"arn:{pseudo.Partition}:execute-api:{pseudo.Region}:{pseudo.AccountId}:/domainnames/{name}";
        return new CustomDomain(name, BasePath(mapping["BasePath"].Text), arn, PolicyDocument.FullAccess) { Stage = mapping["Stage"].Text };
    }

    private static CustomDomain Read(ResolvedTemplate template, TemplateNode mapping)
    {
        var mapped = mapping["DomainNameArn"];
        var domain = template.OfType("AWS::ApiGateway::DomainNameV2").FirstOrDefault(d => template.RefOf(d) == mapped.RequiredText)
            ?? throw new TemplateException(mapped.Path, "The domain is not in this template.");

        // The same domain has two ARNs: one in apigateway, which Ref gives, and one in execute-api, which policies name.
        var arn = template.RefOf(domain).Replace(":apigateway:", ":execute-api:", StringComparison.Ordinal);
        PropertyTable.Check(template, domain);
        return new CustomDomain(
            domain.Properties["DomainName"].RequiredText,
            BasePath(mapping["BasePath"].Text),
            arn,
            PolicyOf(domain.Properties["Policy"], arn))
        {
            Stage = mapping["Stage"].Text,
        };
    }
}
