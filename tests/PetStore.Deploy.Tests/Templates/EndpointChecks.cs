using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>The endpoint stack.</summary>
internal static class EndpointChecks
{
    private static readonly string[] Least = ["VpcId=vpc-0aaa", "SubnetIds=subnet-0a,subnet-0b", "ClientCidr1=10.0.0.0/16"];

    private static readonly string[] Most =
    [
        .. Least, "ClientCidr2=10.1.0.0/16", "ClientCidr3=10.2.0.0/16", "ClientSecurityGroupId1=sg-0a", "ClientSecurityGroupId2=sg-0b",
        "ClientPrefixListId=pl-0a",
    ];

    public static void The_endpoint_is_an_interface_endpoint_for_API_Gateway(TemplateUnderTest template)
    {
        var endpoint = Endpoint(template);

        Assert.Equal("Interface", endpoint["VpcEndpointType"].Text);
        Assert.Equal("com.amazonaws.eu-west-1.execute-api", endpoint["ServiceName"].Text);
        Assert.Equal(["subnet-0a", "subnet-0b"], endpoint["SubnetIds"].Items().Select(id => id.Text));
    }

    public static void Private_DNS_is_on_unless_switched_off(TemplateUnderTest template)
    {
        Assert.True(Endpoint(template)["PrivateDnsEnabled"].Flag);
        Assert.False(Endpoint(template, "PrivateDnsEnabled=false")["PrivateDnsEnabled"].Flag);
    }

    public static void Clients_reach_only_port_443(TemplateUnderTest template)
    {
        var rules = template.Resolve(Most).OfType("AWS::EC2::SecurityGroupIngress").Select(rule => rule.Properties).ToList();

        Assert.Equal(
            ["10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16", "pl-0a", "sg-0a", "sg-0b"],
            rules.Select(rule => rule["CidrIp"].Text ?? rule["SourceSecurityGroupId"].Text ?? rule["SourcePrefixListId"].Text).Order(StringComparer.Ordinal));
        Assert.All(rules, rule => Assert.Equal(("tcp", 443, 443), (rule["IpProtocol"].Text, rule["FromPort"].Integer, rule["ToPort"].Integer)));
        Assert.Single(template.Resolve(Least).OfType("AWS::EC2::SecurityGroupIngress"));
    }

    public static void The_endpoint_can_have_IPv6_addresses_and_clients(TemplateUnderTest template)
    {
        string[] dual = [.. Least, "IpAddressType=dualstack", "ClientCidrIpv6=2001:db8::/56"];
        var endpoint = Endpoint(template, dual[3..]);

        Assert.Equal(("dualstack", "dualstack"), (endpoint["IpAddressType"].Text, endpoint["DnsOptions"]["DnsRecordIpType"].Text));
        Assert.Contains(template.Resolve(dual).OfType("AWS::EC2::SecurityGroupIngress"), rule => rule.Properties["CidrIpv6"].Text == "2001:db8::/56");
        Assert.False(Endpoint(template)["IpAddressType"].Exists || Endpoint(template)["DnsOptions"].Exists);
        Assert.Throws<TemplateException>(() => template.Resolve([.. Least, "ClientCidrIpv6=2001:db8::/56"]));
    }

    public static void The_endpoint_has_no_outbound_access(TemplateUnderTest template)
    {
        var group = template.Resolve(Least).Resources["SecurityGroup"].Properties;
        Assert.False(group["SecurityGroupIngress"].Exists);
        Assert.Equal("127.0.0.1/32", Assert.Single(group["SecurityGroupEgress"].Items())["CidrIp"].Text);
    }

    public static void The_endpoint_uses_its_security_group(TemplateUnderTest template)
    {
        var resolved = template.Resolve(Least);
        Assert.Equal(resolved.Outputs["SecurityGroupId"], Assert.Single(Endpoint(template)["SecurityGroupIds"].Items()).Text);
    }

    // Even a policy that allows everything might count as a custom policy, with which bearer tokens are refused. So the default is to have no policy.
    public static void The_endpoint_has_no_policy_by_default(TemplateUnderTest template)
    {
        Assert.False(Endpoint(template)["PolicyDocument"].Exists);

        const string Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}""";
        var statement = Assert.Single(EndpointTemplate.Read(template.Resolve([.. Least, $"EndpointPolicy={Policy}"])).Statements);
        Assert.Equal(PolicyEffect.Deny, statement.Effect);
    }

    public static void An_empty_client_list_and_invalid_values_are_refused(TemplateUnderTest template)
    {
        string[][] wrong =
        [
            ["VpcId=vpc-0aaa", "SubnetIds=subnet-0a", "ClientCidr1="],
            [.. Least, "ClientCidr1=10.0.0.0"],
            [.. Least, "ClientCidr1=anywhere/0"],
            [.. Least, "ClientSecurityGroupId1=default"],
            [.. Least, "PrivateDnsEnabled=yes"],
            [.. Least, "IpAddressType=ipv6"],
        ];
        Assert.All(wrong, parameters => Assert.Throws<TemplateException>(
            () => template.Resolve([.. parameters.GroupBy(p => p.Split('=')[0]).Select(given => given.Last())])));
    }

    public static void Other_stacks_can_import_the_endpoint(TemplateUnderTest template)
    {
        Assert.Superset(new HashSet<string> { "EndpointId", "DnsNames", "SecurityGroupId" }, template.Resolve(Least).Outputs.Keys.ToHashSet());
        Assert.All(template.Root["Outputs"]!.AsObject().Where(output => output.Key != "Part"), output => Assert.Equal(
            $"${{AWS::StackName}}-{output.Key}", output.Value!["Export"]!["Name"]!["Fn::Sub"]!.ToString()));
    }

    private static TemplateNode Endpoint(TemplateUnderTest template, params string[] parameters) =>
        Assert.Single(template.Resolve([.. Least, .. parameters]).OfType("AWS::EC2::VPCEndpoint")).Properties;
}
