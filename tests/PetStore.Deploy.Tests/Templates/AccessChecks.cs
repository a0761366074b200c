using System.Globalization;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>Who gets in.</summary>
internal static class AccessChecks
{
    private const string Anybody = "*";
    private const string Signer = "arn:aws:iam::123456789012:role/Client";

    public static void Only_listed_endpoints_are_let_in(TemplateUnderTest template)
    {
        var api = template.Deploy(ParameterSets.Listed);

        foreach (var principal in new[] { Anybody, Signer, "arn:aws:iam::999999999999:root" })
        {
            Assert.Equal(Verdict.Allow, Ask(api, principal, "vpce-0aaa"));
            Assert.Equal(Verdict.Allow, Ask(api, principal, "vpce-0ccc"));
            Assert.Equal(Verdict.ExplicitDeny, Ask(api, principal, "vpce-0bbb"));
            Assert.Equal(Verdict.ExplicitDeny, Ask(api, principal, "vpce-0aaa0"));
            Assert.Equal(Verdict.ExplicitDeny, Ask(api, principal, endpoint: null));
        }
    }

    public static void The_open_mode_lets_every_endpoint_in(TemplateUnderTest template)
    {
        var api = template.Deploy(ParameterSets.Open);

        Assert.Equal(Verdict.Allow, Ask(api, Anybody, "vpce-0aaa"));
        Assert.Equal(Verdict.Allow, Ask(api, Anybody, "vpce-0999"));
    }

    public static void The_open_mode_requires_an_API_key_on_every_method_except_OPTIONS_which_is_a_mock(TemplateUnderTest template)
    {
        var api = template.Deploy(ParameterSets.Open);

        Assert.All(api.Methods, method => Assert.Equal(method.HttpMethod != "OPTIONS", method.ApiKeyRequired));
        Assert.All(api.Methods, method => Assert.Equal(MethodAuthorization.None, method.Authorization));
        Assert.All(api.Methods, method => Assert.Equal(method.HttpMethod == "OPTIONS", method.Integration is MockIntegration));
        Assert.Equal("HEADER", template.Properties("PetStoreApi")["DefinitionBody"]!["x-amazon-apigateway-api-key-source"]!.ToString());
    }

    public static void The_open_mode_has_a_usage_plan_with_one_key(TemplateUnderTest template)
    {
        var plan = Assert.Single(template.Deploy([.. ParameterSets.Open, "ApiKeyRateLimit=7", "ApiKeyQuota=99", "ApiKeyQuotaPeriod=DAY"]).UsagePlans);

        Assert.True(Assert.Single(plan.Keys).Enabled);
        Assert.Equal((7, 100, 99, "DAY"), (plan.RateLimit, plan.BurstLimit, plan.QuotaLimit, plan.QuotaPeriod));
    }

    public static void The_listed_mode_has_neither_keys_nor_a_usage_plan(TemplateUnderTest template)
    {
        var api = template.Deploy(ParameterSets.Listed);

        Assert.Empty(api.UsagePlans);
        Assert.All(api.Methods, method => Assert.False(method.ApiKeyRequired));
        Assert.All(api.Methods, method => Assert.Equal(MethodAuthorization.None, method.Authorization));
        Assert.Empty(template.Resolve(ParameterSets.Listed).OfType("AWS::ApiGateway::ApiKey"));
    }

    public static void A_list_of_VPCs_restricts_each_mode(TemplateUnderTest template)
    {
        foreach (var mode in new[] { ParameterSets.Listed, ParameterSets.Open })
        {
            var api = template.Deploy([.. mode, "AllowedVpcIds=vpc-0aaa,vpc-0ccc"]);

            Assert.Equal(Verdict.Allow, Ask(api, Anybody, "vpce-0aaa", vpc: "vpc-0ccc"));
            Assert.Equal(Verdict.ExplicitDeny, Ask(api, Anybody, "vpce-0aaa", vpc: "vpc-0bbb"));
        }

        // A listed VPC does not replace a listed endpoint: a caller must match both lists.
        var listed = template.Deploy([.. ParameterSets.Listed, "AllowedVpcIds=vpc-0aaa"]);
        Assert.Equal(Verdict.ExplicitDeny, Ask(listed, Anybody, "vpce-0bbb", vpc: "vpc-0aaa"));
    }

    public static void A_list_of_source_addresses_restricts_each_mode(TemplateUnderTest template)
    {
        foreach (var mode in new[] { ParameterSets.Listed, ParameterSets.Open })
        {
            var api = template.Deploy([.. mode, "AllowedSourceCidrs=10.0.0.0/16,10.7.0.0/24"]);

            Assert.Equal(Verdict.Allow, Ask(api, Anybody, "vpce-0aaa", address: "10.0.255.1"));
            Assert.Equal(Verdict.Allow, Ask(api, Anybody, "vpce-0aaa", address: "10.7.0.9"));
            Assert.Equal(Verdict.ExplicitDeny, Ask(api, Anybody, "vpce-0aaa", address: "10.7.1.9"));
        }
    }

    public static void Other_stages_are_not_let_in(TemplateUnderTest template)
    {
        Assert.Equal(Verdict.Allow, Ask(template.Deploy([.. ParameterSets.Listed, "StageName=v2"]), Anybody, "vpce-0aaa", stage: "v2"));
        Assert.Equal(Verdict.ImplicitDeny, Ask(template.Deploy(ParameterSets.Listed), Anybody, "vpce-0aaa", stage: "v2"));
        Assert.Equal(Verdict.ImplicitDeny, Ask(template.Deploy(ParameterSets.Open), Anybody, "vpce-0aaa", stage: "v2"));
    }

    // The policy does not mention the account, so that the signer's own IAM policy decides. An Allow would let every identity of the account in.
    public static void With_IAM_the_signer_needs_its_own_permission(TemplateUnderTest template)
    {
        var api = template.Deploy(ParameterSets.Signed);

        Assert.All(api.Methods, method => Assert.Equal(
            method.HttpMethod == "OPTIONS" ? MethodAuthorization.None : MethodAuthorization.AwsIam, method.Authorization));
        Assert.All(api.Methods, method => Assert.False(method.ApiKeyRequired));
        Assert.Equal(Verdict.ImplicitDeny, Ask(api, Signer, "vpce-0aaa"));
        Assert.Equal(Verdict.ImplicitDeny, Ask(api, Signer, "vpce-0aaa", path: "OPTIONS/pets"));
        Assert.Equal(Verdict.ExplicitDeny, Ask(api, Signer, "vpce-0bbb"));
        Assert.Equal(Verdict.Allow, Ask(api, Anybody, "vpce-0aaa", method: "OPTIONS"));
        Assert.Equal(Verdict.ExplicitDeny, Ask(api, Anybody, "vpce-0bbb", method: "OPTIONS"));
    }

    // Only accounts and roles are listed: for anyone else the policy still allows nothing.
    public static void With_IAM_other_accounts_are_let_in_by_name(TemplateUnderTest template)
    {
        const string Other = "arn:aws:iam::999999999999:role/Client";
        var api = template.Deploy([.. ParameterSets.Signed, $"AllowedPrincipals=888888888888,{Other}"]);

        Assert.Equal(Verdict.Allow, Ask(api, Other, "vpce-0aaa"));
        Assert.Equal(Verdict.Allow, Ask(api, "arn:aws:iam::888888888888:role/Any", "vpce-0aaa"));
        Assert.Equal(Verdict.ImplicitDeny, Ask(api, "arn:aws:iam::999999999999:role/Another", "vpce-0aaa"));
        Assert.Equal(Verdict.ImplicitDeny, Ask(api, Anybody, "vpce-0aaa"));
        Assert.Equal(Verdict.ExplicitDeny, Ask(api, Other, "vpce-0bbb"));
        Assert.Equal(Verdict.ImplicitDeny, Ask(api, Other, "vpce-0aaa", stage: "v2"));
    }

    public static void Contradictory_parameters_are_refused(TemplateUnderTest template)
    {
        string[][] contradictions =
        [
            [],
            ["AccessMode=AnyVpcEndpointWithApiKey", "AllowedVpcEndpointIds=vpce-0aaa"],
            ["AccessMode=AnyVpcEndpointWithApiKey", "Authorization=AWS_IAM"],
            [.. ParameterSets.Listed, "SnapStart=PublishedVersions", "FunctionRuntime=provided.al2023"],
            [.. ParameterSets.Listed, "FunctionSubnetIds=subnet-0a"],
            [.. ParameterSets.Listed, "FunctionSecurityGroupIds=sg-0a"],
            [.. ParameterSets.Listed, "CustomDomainName=pets.example.internal"],
            [.. ParameterSets.Listed, "CustomDomainCertificateArn=arn:aws:acm:eu-west-1:123456789012:certificate/x"],
            [.. ParameterSets.Listed, "CustomDomainBasePath=store"],
            ["AllowedVpcEndpointIds=vpce-0aaa, vpce-0bbb"],
            ["AllowedVpcEndpointIds=*"],
            ["AllowedVpcEndpointIds=vpce-*"],
            [.. ParameterSets.Listed, "AllowedVpcIds=*"],
            [.. ParameterSets.Listed, "AllowedSourceCidrs=10.0.0.0"],
            [.. ParameterSets.Listed, "FunctionTimeout=901"],
            [.. ParameterSets.Listed, "ApiTimeout=30"],
            [.. ParameterSets.Listed, "AllowedPrincipals=999999999999"],
            [.. ParameterSets.Signed, "AllowedPrincipals=*"],
            [.. ParameterSets.Listed, "CustomDomainVpcEndpointId=vpce-0aaa"],
            [.. ParameterSets.Listed, "StageName=v1/x"],
            [.. ParameterSets.Listed, "AccessMode=Public"],
        ];

        Assert.All(contradictions, parameters => Assert.Throws<TemplateException>(() => template.Resolve(parameters)));
        Assert.All(ParameterSets.All, set => Assert.NotNull(template.Deploy(set.Value)));
    }

    // The limits are 4,096 bytes for a CloudFormation parameter and 8,192 characters for an API Gateway policy. The reader refuses longer ones.
    public static void The_longest_list_of_endpoints_fits_into_the_policy(TemplateUnderTest template)
    {
        var ids = Enumerable.Range(0, 178).Select(i => $"vpce-{i.ToString("x17", CultureInfo.InvariantCulture)}");
        var list = string.Join(',', ids);

        Assert.InRange(list.Length, 4_000, 4_096);
        Assert.Equal(Verdict.ExplicitDeny, Ask(template.Deploy($"AllowedVpcEndpointIds={list}"), Anybody, "vpce-0bbb"));
    }

    private static Verdict Ask(
        PrivateApi api, string principal, string? endpoint, string vpc = "vpc-0aaa", string address = "10.0.0.1",
        string stage = "v1", string method = "GET", string path = "pets/")
    {
        var keys = new Dictionary<string, IReadOnlyList<string>> { ["aws:VpcSourceIp"] = [address], ["aws:SourceVpc"] = [vpc] };
        if (endpoint is not null)
            keys["aws:SourceVpce"] = [endpoint];

        var arn = $"arn:aws:execute-api:{api.Region}:{api.AccountId}:{api.ApiId}/{stage}/{method}/{path}";
        return PolicyEvaluator.Evaluate(api.ResourcePolicy, new PolicyRequest(principal, "execute-api:Invoke", arn, keys)).Verdict;
    }
}
