namespace PetStore.Deploy.Tests.Scripts;

/// <summary>A second deployment: an option that is given replaces the earlier value; an option that is not given keeps it.</summary>
public sealed class DeployTwiceTests : IDisposable
{
    private static readonly string[] InVpc = ["--vpc", "vpc-0aaa", "--subnets", "subnet-0a,subnet-0b", "--clients"];

    private readonly AwsCliStub _aws = new();

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task Clients_that_are_not_named_again_lose_their_access()
    {
        (await _aws.DeployAsync([.. InVpc, "10.0.0.0/16,10.1.0.0/16,sg-0a,pl-0a"])).Ends(0);
        (await _aws.DeployAsync([.. InVpc, "10.1.0.0/16"])).Ends(0);

        var clients = _aws.ParametersOf("petstore-endpoint").Where(parameter => parameter.Key.StartsWith("Client", StringComparison.Ordinal) && parameter.Value.Length > 0);
        Assert.Equal("ClientCidr1=10.1.0.0/16", string.Join(' ', clients.Select(client => $"{client.Key}={client.Value}")));
    }

    [Fact]
    public async Task Private_DNS_stays_off_until_it_is_switched_on()
    {
        (await _aws.DeployAsync([.. InVpc, "10.0.0.0/16", "--no-private-dns"])).Ends(0);
        (await _aws.DeployAsync([.. InVpc, "10.0.0.0/16"])).Ends(0);
        Assert.Equal("false", _aws.ParametersOf("petstore-endpoint")["PrivateDnsEnabled"]);

        (await _aws.DeployAsync("--private-dns")).Ends(0);
        Assert.Equal("true", _aws.ParametersOf("petstore-endpoint")["PrivateDnsEnabled"]);
    }

    [Fact]
    public async Task Changing_only_the_clients_changes_only_the_endpoint()
    {
        (await _aws.DeployAsync([.. InVpc, "10.0.0.0/16"])).Ends(0);
        (await _aws.DeployAsync("--endpoints", "vpce-0bbb")).Ends(0);
        (await _aws.DeployAsync("--clients", "10.2.0.0/16")).Ends(0);

        Assert.Equal("vpc-0aaa", _aws.ParametersOf("petstore-endpoint")["VpcId"]);
        Assert.Equal("10.2.0.0/16", _aws.ParametersOf("petstore-endpoint")["ClientCidr1"]);
        Assert.Equal("vpce-0bbb", _aws.ParametersOf("petstore")["AllowedVpcEndpointIds"]);
    }

    [Fact]
    public async Task An_endpoint_that_is_created_later_is_added_to_the_allow_list()
    {
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(0);
        (await _aws.DeployAsync([.. InVpc, "10.0.0.0/16"])).Ends(0);
        Assert.Equal("vpce-0aaa,vpce-0123", _aws.ParametersOf("petstore")["AllowedVpcEndpointIds"]);

        (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(0);
        Assert.Equal("vpce-0aaa", _aws.ParametersOf("petstore")["AllowedVpcEndpointIds"]);
    }

    [Fact]
    public async Task An_endpoint_policy_can_be_removed()
    {
        var policy = _aws.Write("policy.json", "{}");
        (await _aws.DeployAsync([.. InVpc, "10.0.0.0/16", "--endpoint-policy", policy])).Ends(0);
        (await _aws.DeployAsync([.. InVpc, "10.0.0.0/16"])).Ends(0);
        Assert.Equal("{}", _aws.ParametersOf("petstore-endpoint")["EndpointPolicy"]);

        (await _aws.DeployAsync("--endpoint-policy", "none")).Ends(0);
        Assert.Equal("", _aws.ParametersOf("petstore-endpoint")["EndpointPolicy"]);
    }

    // The AWS CLI removes the tags of a stack that is deployed without any.
    [Fact]
    public async Task Tags_are_kept_until_others_are_given()
    {
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa", "--tags", "team=pets,cost-center=12 b")).Ends(0);
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(0);
        Assert.Equal("team\tpets\ncost-center\t12 b\npetstore:part\tpetstore-api\n", _aws.TagsOf("petstore"));

        (await _aws.DeployAsync("--endpoints", "vpce-0aaa", "--tags", "team=birds")).Ends(0);
        Assert.Equal("team\tbirds\npetstore:part\tpetstore-api\n", _aws.TagsOf("petstore"));
    }

    [Fact]
    public async Task Endpoints_are_associated_with_a_stack_in_API_key_mode()
    {
        (await _aws.DeployAsync("--parameter", "AccessMode=AnyVpcEndpointWithApiKey")).Ends(0);
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(0);

        Assert.Equal("vpce-0aaa", _aws.ParametersOf("petstore")["AssociatedVpcEndpointIds"]);
        Assert.DoesNotContain("AllowedVpcEndpointIds", _aws.ParametersOf("petstore").Keys);
    }

    [Fact]
    public async Task Switching_from_the_allow_list_to_API_keys_says_who_needs_a_key_and_asks()
    {
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa,vpce-0bbb", "--parameter", "Authorization=AWS_IAM", "--parameter", "AccessMode=AllowListedVpcEndpoints")).Ends(0);
        var before = _aws.Changes.Count;
        string[] open = ["--parameter", "AccessMode=AnyVpcEndpointWithApiKey"];

        var asked = (await _aws.DeployAsync(open)).Ends(1);
        Assert.Contains("Clients without an API key are refused with 403", asked.Output, StringComparison.Ordinal);
        Assert.Contains("vpce-0aaa,vpce-0bbb", asked.Output, StringComparison.Ordinal);
        Assert.Equal(before, _aws.Changes.Count);

        (await _aws.DeployAsync([.. open, "--yes"])).Ends(0);
        var parameters = _aws.ParametersOf("petstore");
        Assert.Equal(
            ("", "vpce-0aaa,vpce-0bbb", "None"), (parameters["AllowedVpcEndpointIds"], parameters["AssociatedVpcEndpointIds"], parameters["Authorization"]));
    }

    [Fact]
    public async Task Switching_from_API_keys_to_the_allow_list_says_that_the_keys_are_lost_and_asks()
    {
        (await _aws.DeployAsync("--parameter", "AccessMode=AnyVpcEndpointWithApiKey")).Ends(0);
        string[] close = ["--parameter", "AccessMode=AllowListedVpcEndpoints"];

        Assert.Contains("nobody would be let in", (await _aws.DeployAsync(close)).Ends(2).Output, StringComparison.Ordinal);
        Assert.Contains("The key's value cannot be restored", (await _aws.DeployAsync([.. close, "--endpoints", "vpce-0aaa"])).Ends(1).Output, StringComparison.Ordinal);
        (await _aws.DeployAsync([.. close, "--endpoints", "vpce-0aaa", "--yes"])).Ends(0);
        Assert.Equal("vpce-0aaa", _aws.ParametersOf("petstore")["AllowedVpcEndpointIds"]);
    }
}
