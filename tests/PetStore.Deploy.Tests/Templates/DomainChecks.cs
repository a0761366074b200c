using System.Text.Json.Nodes;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>The private custom domain.</summary>
internal static class DomainChecks
{
    public static void A_domain_is_created_only_on_request(TemplateUnderTest template) => Assert.Empty(template.Resolve(ParameterSets.Listed)
        .OfType("AWS::ApiGateway::DomainNameV2", "AWS::ApiGateway::BasePathMappingV2", "AWS::ApiGateway::DomainNameAccessAssociation"));

    public static void The_domain_is_private_and_maps_to_the_stage(TemplateUnderTest template)
    {
        var resolved = template.Resolve(ParameterSets.WithDomain);
        var domain = resolved.Resources["DomainName"].Properties;
        var mapping = resolved.Resources["DomainMapping"].Properties;

        Assert.Equal("PRIVATE", Assert.Single(domain["EndpointConfiguration"]["Types"].Items()).Text);
        Assert.Equal("TLS_1_2", domain["SecurityPolicy"].Text);
        Assert.Equal(
            (template.Deploy(ParameterSets.Listed).ApiId, "v1", "store"), (mapping["RestApiId"].Text, mapping["Stage"].Text, mapping["BasePath"].Text));
        Assert.Equal("vpce-0ccc", resolved.Resources["DomainAccess"].Properties["AccessAssociationSource"].Text);
        Assert.Equal("VPCE", resolved.Resources["DomainAccess"].Properties["AccessAssociationSourceType"].Text);
    }

    // The endpoint does not depend on the order of a list: it is named by a parameter, and none is associated without one.
    public static void The_named_endpoint_is_given_access_to_the_domain(TemplateUnderTest template)
    {
        string[] unnamed = [.. ParameterSets.WithDomain.Where(parameter => !parameter.StartsWith("CustomDomainVpcEndpointId", StringComparison.Ordinal))];
        Assert.Empty(template.Resolve(unnamed).OfType("AWS::ApiGateway::DomainNameAccessAssociation"));
        Assert.Equal("vpce-0ccc", Assert.Single(template.Resolve(ParameterSets.WithDomain).OfType("AWS::ApiGateway::DomainNameAccessAssociation")).Properties["AccessAssociationSource"].Text);
    }

    // Both policies must allow a caller. A domain policy that denied less would only be harder to reason about.
    public static void The_domain_denies_whom_the_API_denies(TemplateUnderTest template)
    {
        var resolved = template.Resolve(ParameterSets.WithDomain);
        var ofDomain = resolved.Resources["DomainName"].Properties["Policy"]["Statement"].Value!.AsArray();
        var ofApi = resolved.Resources["PetStoreApi"].Properties["DefinitionBody"]["x-amazon-apigateway-policy"]["Statement"].Value!.AsArray();

        Assert.Equal(4, ofDomain.Count);
        Assert.True(JsonNode.DeepEquals(Denials(ofApi), Denials(ofDomain)));
    }

    private static JsonArray Denials(JsonArray statements) =>
        new([.. statements.Where(statement => statement!["Effect"]!.ToString() == "Deny").Select(statement => statement!.DeepClone())]);
}
