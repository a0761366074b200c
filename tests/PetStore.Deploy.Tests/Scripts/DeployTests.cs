namespace PetStore.Deploy.Tests.Scripts;

public sealed class DeployTests : IDisposable
{
    private static readonly string[] InVpc = ["--vpc", "vpc-0aaa", "--subnets", "subnet-0a,subnet-0b", "--clients", "10.0.0.0/16"];

    private readonly AwsCliStub _aws = new();

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task A_first_deployment_creates_the_missing_stacks_and_then_the_API()
    {
        var run = (await _aws.DeployAsync("--endpoints", "vpce-0aaa,vpce-0bbb")).Ends(0);

        Assert.Equal(
            ["deploy api-gateway-logs", "create-bucket", "put-public-access-block", "package", "deploy petstore"],
            _aws.Changes.Select(Summary));
        Assert.Equal("vpce-0aaa,vpce-0bbb", _aws.ParametersOf("petstore")["AllowedVpcEndpointIds"]);
        Assert.Contains("curl https://abcde12345.execute-api.eu-west-1.amazonaws.com/v1/pets/", run.Output, StringComparison.Ordinal);
        Assert.Contains("TableName\tpetstore-Table-1", run.Output, StringComparison.Ordinal);
        Assert.Contains("Through vpce-0bbb\thttps://abcde12345-vpce-0bbb.execute-api.eu-west-1.amazonaws.com/v1/", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_deployment_creates_nothing_twice()
    {
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(0);
        var before = _aws.Changes.Count;
        var run = (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(0);

        Assert.Equal(["package", "deploy petstore"], _aws.Changes.Skip(before).Select(Summary));
        Assert.DoesNotContain(" -> ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_prints_the_exact_commands_and_changes_nothing()
    {
        var dry = (await _aws.DeployAsync("--endpoints", "vpce-0aaa", "--dry-run")).Ends(0);
        _aws.IsUntouched();
        var before = _aws.Changes.Count;

        var real = (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(0);
        Assert.Equal(real.Commands, dry.Commands);
        Assert.Equal(_aws.Changes.Skip(before), dry.Commands.Select(command => command["aws ".Length..]));
        Assert.Contains("petstore: does not exist and is created with\n    AllowedVpcEndpointIds=vpce-0aaa", dry.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_shows_what_an_update_changes()
    {
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(0);
        var dry = (await _aws.DeployAsync("--endpoints", "vpce-0aaa,vpce-0bbb", "--parameter", "FunctionMemory=1024", "--dry-run")).Ends(0);

        Assert.Contains("    AllowedVpcEndpointIds: vpce-0aaa -> vpce-0aaa,vpce-0bbb\n", dry.Output, StringComparison.Ordinal);
        Assert.Contains("    FunctionMemory: (empty) -> 1024\n", dry.Output, StringComparison.Ordinal);
        Assert.Equal("vpce-0aaa", _aws.ParametersOf("petstore")["AllowedVpcEndpointIds"]);
    }

    [Fact]
    public async Task An_endpoint_is_created_in_the_VPC_and_allow_listed()
    {
        (await _aws.DeployAsync(InVpc)).Ends(0);

        Assert.Equal("deploy petstore-endpoint", Summary(_aws.Changes[0]));
        Assert.Equal(
            ("vpc-0aaa", "subnet-0a,subnet-0b", "10.0.0.0/16"),
            (_aws.ParametersOf("petstore-endpoint")["VpcId"], _aws.ParametersOf("petstore-endpoint")["SubnetIds"], _aws.ParametersOf("petstore-endpoint")["ClientCidr1"]));
        Assert.Equal("vpce-0123", _aws.ParametersOf("petstore")["AllowedVpcEndpointIds"]);
    }

    [Fact]
    public async Task A_dry_run_needs_no_endpoint_to_show_the_commands()
    {
        var dry = (await _aws.DeployAsync([.. InVpc, "--dry-run"])).Ends(0);
        _aws.IsUntouched();
        Assert.Contains("<id of the new endpoint>", dry.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_can_be_address_ranges_security_groups_and_a_prefix_list()
    {
        (await _aws.DeployAsync([.. InVpc[..^1], "10.0.0.0/16,sg-0a,10.1.0.0/16,pl-0a,sg-0b", "--no-private-dns"])).Ends(0);

        var parameters = _aws.ParametersOf("petstore-endpoint");
        Assert.Equal(
            ("10.0.0.0/16", "10.1.0.0/16", "sg-0a", "sg-0b", "pl-0a", "false"),
            (parameters["ClientCidr1"], parameters["ClientCidr2"], parameters["ClientSecurityGroupId1"], parameters["ClientSecurityGroupId2"],
                parameters["ClientPrefixListId"], parameters["PrivateDnsEnabled"]));
    }

    [Fact]
    public async Task The_endpoint_s_policy_comes_from_a_file()
    {
        var policy = _aws.Write("policy.json", "{\n  \"Version\": \"2012-10-17\"\r\n}\n");
        (await _aws.DeployAsync([.. InVpc, "--endpoint-policy", policy])).Ends(0);

        Assert.Equal("{  \"Version\": \"2012-10-17\"}", _aws.ParametersOf("petstore-endpoint")["EndpointPolicy"]);
        (await _aws.DeployAsync([.. InVpc, "--endpoint-policy", "/nowhere"])).Ends(2);
    }

    [Fact]
    public async Task A_second_endpoint_with_private_DNS_is_refused_before_anything_is_created()
    {
        _aws.Set("endpoints", "vpce-0fff");
        var run = (await _aws.DeployAsync(InVpc)).Ends(4);

        Assert.Contains("--endpoints vpce-0fff", run.Output, StringComparison.Ordinal);
        Assert.Empty(_aws.Changes);
        (await _aws.DeployAsync([.. InVpc, "--no-private-dns"])).Ends(0);
    }

    [Fact]
    public async Task In_the_open_mode_endpoints_are_only_associated()
    {
        (await _aws.DeployAsync("--parameter", "AccessMode=AnyVpcEndpointWithApiKey", "--endpoints", "vpce-0aaa")).Ends(0);
        Assert.Equal("vpce-0aaa", _aws.ParametersOf("petstore")["AssociatedVpcEndpointIds"]);
        Assert.DoesNotContain("AllowedVpcEndpointIds", _aws.ParametersOf("petstore").Keys);
    }

    [Fact]
    public async Task Parameters_come_from_files_and_options_and_the_last_value_wins()
    {
        var file = _aws.Write("parameters.txt", "# a comment\n\nFunctionMemory=256\r\nLogLevel=WARN\nAlarmTopicArn=arn:aws:sns:eu-west-1:123456789012:a=b");
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa", "--parameters", file, "--parameter", "FunctionMemory=512")).Ends(0);

        var parameters = _aws.ParametersOf("petstore");
        Assert.Equal(("512", "WARN"), (parameters["FunctionMemory"], parameters["LogLevel"]));
        Assert.Equal("arn:aws:sns:eu-west-1:123456789012:a=b", parameters["AlarmTopicArn"]);
    }

    [Fact]
    public async Task The_revision_depends_only_on_the_code_the_template_and_the_parameters()
    {
        var first = await RevisionAsync("--endpoints", "vpce-0aaa");

        Assert.Matches("^[0-9a-f]{40}$", first);
        Assert.Equal(first, await RevisionAsync("--endpoints", "vpce-0aaa,vpce-0bbb"));
        Assert.NotEqual(first, await RevisionAsync("--endpoints", "vpce-0aaa", "--parameter", "FunctionMemory=1024"));
        File.AppendAllText(_aws.Package, ", changed");
        Assert.NotEqual(first, await RevisionAsync("--endpoints", "vpce-0aaa"));
    }

    [Fact]
    public async Task After_a_failure_the_same_command_resumes_the_deployment()
    {
        Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(_aws.Package)!, "..", "stacks"));
        _aws.Set("stacks/petstore.fails");
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(254);

        _aws.Unset("stacks/petstore.fails");
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(0);
        Assert.Single(_aws.Changes, call => call.Contains("create-bucket", StringComparison.Ordinal));
        Assert.True(_aws.HasStack("petstore"));
    }

    [Theory]
    [InlineData("ROLLBACK_COMPLETE")]
    [InlineData("ROLLBACK_FAILED")]
    [InlineData("CREATE_FAILED")]
    public async Task A_stack_whose_creation_failed_is_deleted_on_confirmation_and_created_again(string status)
    {
        _aws.SetStack("petstore", status);
        var refused = (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(1);
        Assert.Contains("Its creation failed", refused.Output, StringComparison.Ordinal);
        Assert.Contains("aws dynamodb delete-table --table-name petstore-Table-1", refused.Output, StringComparison.Ordinal);
        Assert.Empty(_aws.Changes);

        var run = (await _aws.DeployAsync("--endpoints", "vpce-0aaa", "--yes")).Ends(0);
        Assert.Contains("petstore: does not exist and is created with", run.Output, StringComparison.Ordinal);
        Assert.Equal(["delete-stack petstore", "deploy petstore"], _aws.Changes.Select(Summary).Where(change => change.EndsWith(" petstore", StringComparison.Ordinal)));
        Assert.Equal("CREATE_COMPLETE", _aws.StatusOf("petstore"));
    }

    [Theory]
    [InlineData("UPDATE_IN_PROGRESS", "Another deployment is running")]
    [InlineData("DELETE_IN_PROGRESS", "Another deployment is running")]
    [InlineData("UPDATE_ROLLBACK_FAILED", "continue-update-rollback")]
    [InlineData("DELETE_FAILED", "--delete")]
    public async Task A_stack_in_a_failed_state_is_not_changed(string status, string advice)
    {
        _aws.SetStack("petstore", status);
        var run = (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(4);

        Assert.Contains(advice, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(_aws.Changes, call => call.Contains("petstore ", StringComparison.Ordinal) && call.Contains("-stack", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_permission_to_describe_stacks_nothing_is_changed()
    {
        _aws.Set("denied");
        var run = (await _aws.DeployAsync("--endpoints", "vpce-0aaa", "--dry-run")).Ends(4);
        Assert.Contains("not authorized", run.Output, StringComparison.Ordinal);
        (await _aws.DeployAsync(InVpc)).Ends(4);
        (await _aws.DeployAsync("--delete", "--yes")).Ends(4);
        Assert.Empty(_aws.Changes);
    }

    [Fact]
    public async Task Expired_credentials_are_reported()
    {
        _aws.Set("no-credentials");
        Assert.Contains("credentials", (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(3).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_region_is_refused() => Assert.Contains(
        "which region?", (await _aws.RunAsync(["--stack", "petstore", "--endpoints", "vpce-0aaa", "--package", _aws.Package])).Ends(3).Output, StringComparison.Ordinal);

    // The owner of the bucket could replace the code that runs.
    [Fact]
    public async Task Nothing_is_uploaded_to_a_bucket_of_another_account()
    {
        _aws.Set("foreign-bucket");
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(254);

        Assert.DoesNotContain(_aws.Calls, call => call.StartsWith("cloudformation package", StringComparison.Ordinal));
        Assert.Contains("s3api head-bucket --bucket petstore-deploy-123456789012-eu-west-1 --expected-bucket-owner 123456789012", _aws.Calls);
    }

    [Theory]
    [InlineData("eu-west-1", true)]
    [InlineData("us-east-1", false)]
    public async Task The_bucket_is_created_in_the_region(string region, bool hasConstraint)
    {
        (await _aws.RunAsync(["--stack", "petstore", "--region", region, "--package", _aws.Package, "--endpoints", "vpce-0aaa"])).Ends(0);
        var creation = Assert.Single(_aws.Changes, call => call.StartsWith("s3api create-bucket", StringComparison.Ordinal));
        Assert.Equal(hasConstraint, creation.Contains($"LocationConstraint={region}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nobody would be let in")]
    [InlineData("--vpc, --subnets and --clients go together", "--vpc", "vpc-0aaa")]
    [InlineData("--vpc, --subnets and --clients go together", "--endpoints", "vpce-0aaa", "--clients", "10.0.0.0/16")]
    [InlineData("--clients takes", "--vpc", "vpc-0aaa", "--subnets", "subnet-0a", "--clients", "everybody")]
    [InlineData("--clients takes up to", "--vpc", "vpc-0aaa", "--subnets", "subnet-0a", "--clients", "10.0.0.0/16,10.1.0.0/16,10.2.0.0/16,10.3.0.0/16")]
    [InlineData("not 'vpce-XYZ'", "--endpoints", "vpce-XYZ")]
    [InlineData("--vpc takes ids", "--vpc", "petstore", "--subnets", "subnet-0a", "--clients", "10.0.0.0/16")]
    [InlineData("--subnets takes ids", "--vpc", "vpc-0aaa", "--subnets", "subnet-0a subnet-0b", "--clients", "10.0.0.0/16")]
    [InlineData("ClientSecurityGroupId1 cannot be 'sg-default'", "--vpc", "vpc-0aaa", "--subnets", "subnet-0a", "--clients", "sg-default")]
    [InlineData("AllowedVpcEndpointIds cannot be 'vpce-0aaa vpce-0bbb'", "--parameter", "AllowedVpcEndpointIds=vpce-0aaa vpce-0bbb")]
    [InlineData("FunctionMemory cannot be '64': a number from 128", "--parameter", "FunctionMemory=64")]
    [InlineData("SnapStart cannot be 'On': None, PublishedVersions", "--parameter", "SnapStart=On")]
    [InlineData("LogRetentionDays cannot be '31'", "--parameter", "LogRetentionDays=31")]
    [InlineData("--tags takes Key=Value", "--endpoints", "vpce-0aaa", "--tags", "team")]
    [InlineData("no parameter Memory", "--parameter", "Memory=5")]
    [InlineData("a parameter is Key=Value", "--parameter", "FunctionMemory")]
    [InlineData("cannot read the parameter file", "--parameters", "/nowhere")]
    [InlineData("unknown option", "--force", "yes")]
    [InlineData("needs a value", "--endpoints")]
    [InlineData("--stack needs a name", "--stack", "pet store")]
    public async Task Invalid_options_are_refused_before_anything_is_created(string message, params string[] options)
    {
        Assert.Contains(message, (await _aws.DeployAsync(options)).Ends(2).Output, StringComparison.Ordinal);
        Assert.Empty(_aws.Changes);
    }

    [Fact]
    public async Task Deleting_asks_first_and_says_that_the_table_is_kept()
    {
        (await _aws.DeployAsync(InVpc)).Ends(0);
        string[] delete = ["--stack", "petstore", "--region", "eu-west-1", "--delete"];

        (await _aws.RunAsync(delete)).Ends(1);
        (await _aws.RunAsync(delete, typed: "yes")).Ends(1);
        Assert.True(_aws.HasStack("petstore"));

        var run = (await _aws.RunAsync(delete, typed: "petstore")).Ends(0);
        Assert.False(_aws.HasStack("petstore"));
        Assert.True(_aws.HasStack("petstore-endpoint"));
        Assert.Contains("aws dynamodb delete-table --table-name petstore-Table-1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_can_include_the_endpoint_and_can_be_repeated()
    {
        (await _aws.DeployAsync(InVpc)).Ends(0);
        (await _aws.DeployAsync("--delete", "--with-endpoint", "--dry-run")).Ends(0);
        Assert.True(_aws.HasStack("petstore"));

        (await _aws.DeployAsync("--delete", "--with-endpoint", "--yes")).Ends(0);
        Assert.False(_aws.HasStack("petstore") || _aws.HasStack("petstore-endpoint"));
        Assert.Contains("nothing to delete", (await _aws.DeployAsync("--delete", "--yes")).Ends(0).Output, StringComparison.Ordinal);
    }

    private async Task<string> RevisionAsync(params string[] options)
    {
        (await _aws.DeployAsync(options)).Ends(0);
        return _aws.ParametersOf("petstore")["FunctionRevision"];
    }

    // "cloudformation deploy --stack-name petstore ..." as "deploy petstore".
    private static string Summary(string call)
    {
        var words = call.Split(' ');
        return words.Length > 3 && words[2] == "--stack-name" ? $"{words[1]} {words[3]}" : words[1];
    }
}
