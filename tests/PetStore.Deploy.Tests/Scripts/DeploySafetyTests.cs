using PetStore.Testing;

namespace PetStore.Deploy.Tests.Scripts;

/// <summary>What deploy.sh must not change, and the machines and accounts that it must work on.</summary>
public sealed class DeploySafetyTests : IDisposable
{
    private static readonly string[] InVpc = ["--vpc", "vpc-0aaa", "--subnets", "subnet-0a,subnet-0b", "--clients", "10.0.0.0/16"];

    private readonly AwsCliStub _aws = new();

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData("petstore", "CREATE_COMPLETE")]
    [InlineData("petstore", "ROLLBACK_COMPLETE")]
    [InlineData("petstore", "REVIEW_IN_PROGRESS")]
    [InlineData("petstore-endpoint", "UPDATE_COMPLETE")]
    [InlineData("api-gateway-logs", "ROLLBACK_COMPLETE")]
    public async Task A_stack_that_deploy_sh_did_not_create_is_not_changed(string name, string status)
    {
        _aws.SetStack(name, status, part: null);
        var run = (await _aws.DeployAsync([.. InVpc, "--yes"])).Ends(4);

        Assert.Contains($"the stack {name} exists and is not one of ours", run.Output, StringComparison.Ordinal);
        Assert.Empty(_aws.Changes);
    }

    [Theory]
    [InlineData("petstore")]
    [InlineData("petstore-endpoint")]
    public async Task A_stack_that_deploy_sh_did_not_create_is_not_deleted(string name)
    {
        (await _aws.DeployAsync(InVpc)).Ends(0);
        _aws.SetStack(name, "CREATE_COMPLETE", part: null);

        (await _aws.DeployAsync("--delete", "--with-endpoint", "--yes")).Ends(4);
        Assert.True(_aws.HasStack("petstore") && _aws.HasStack("petstore-endpoint"));
    }

    // A stack that sam deploy created from this template does not have the tag, but has the template's output.
    [Fact]
    public async Task An_output_of_the_template_also_marks_a_stack_as_created_by_deploy_sh()
    {
        _aws.SetStack("petstore", "CREATE_COMPLETE", part: null);
        _aws.Set("stacks/petstore/outputs", "Part\tpetstore-api\n");
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(0);
    }

    [Fact]
    public async Task Each_stack_is_tagged_with_its_part()
    {
        (await _aws.DeployAsync(InVpc)).Ends(0);
        foreach (var (stack, part) in new[] { ("petstore", "petstore-api"), ("petstore-endpoint", "petstore-endpoint"), ("api-gateway-logs", "petstore-logs") })
            Assert.Contains($"petstore:part\t{part}\n", _aws.TagsOf(stack), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_parameters_of_a_stack_that_was_rolled_back_are_ignored()
    {
        _aws.SetStack("petstore", "ROLLBACK_COMPLETE");
        var run = (await _aws.DeployAsync("--yes")).Ends(2);
        Assert.Contains("nobody would be let in", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_shows_the_resources_and_leaves_no_change_set()
    {
        var run = (await _aws.DeployAsync([.. InVpc, "--dry-run"])).Ends(0);

        Assert.Contains("petstore-endpoint: resources\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("petstore: resources\n    Add PetStoreTable AWS::DynamoDB::Table\n    Modify PetStoreFunction AWS::Lambda::Function\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(_aws.Calls, call => call.Contains("--no-execute-changeset", StringComparison.Ordinal) && call.Contains("AllowedVpcEndpointIds=vpce-00000000000000000", StringComparison.Ordinal));
        _aws.IsUntouched();
    }

    [Fact]
    public async Task A_dry_run_of_an_update_does_not_change_the_stack()
    {
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa")).Ends(0);
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa", "--parameter", "FunctionMemory=1024", "--dry-run")).Ends(0);

        Assert.Equal("CREATE_COMPLETE", _aws.StatusOf("petstore"));
        Assert.False(_aws.HasChangeSet);
    }

    [Theory]
    [InlineData("10\t10", "100", "limit of 10 concurrent executions")]
    [InlineData("1000\t150", "51", "150 are unreserved")]
    public async Task A_reserved_concurrency_that_the_account_cannot_provide_is_refused_first(string limits, string wanted, string message)
    {
        _aws.Set("concurrency", limits + "\n");
        var run = (await _aws.DeployAsync([.. InVpc, "--parameter", $"ReservedConcurrency={wanted}"])).Ends(4);

        Assert.Contains(message, run.Output, StringComparison.Ordinal);
        Assert.Empty(_aws.Changes);
    }

    [Fact]
    public async Task A_function_timeout_longer_than_the_gateways_is_refused()
    {
        Assert.Contains("not less than ApiTimeout=29", (await _aws.DeployAsync("--endpoints", "vpce-0aaa", "--parameter", "FunctionTimeout=60")).Ends(2).Output, StringComparison.Ordinal);
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa", "--parameter", "FunctionTimeout=250", "--parameter", "ApiTimeout=300", "--dry-run")).Ends(0);
    }

    [Fact]
    public async Task The_production_example_works_in_a_new_account()
    {
        _aws.Set("concurrency", "10\t10\n");
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa", "--parameters", Repository.PathTo("deploy", "parameters", "production.txt"))).Ends(0);
    }

    [Fact]
    public async Task The_role_and_the_permissions_boundary_are_passed_to_CloudFormation()
    {
        (await _aws.DeployAsync("--endpoints", "vpce-0aaa", "--role-arn", "arn:aws:iam::123456789012:role/deployer",
            "--permissions-boundary", "arn:aws:iam::123456789012:policy/boundary")).Ends(0);

        Assert.All(_aws.Changes.Where(call => call.StartsWith("cloudformation deploy", StringComparison.Ordinal)),
            call => Assert.Contains("--role-arn arn:aws:iam::123456789012:role/deployer", call, StringComparison.Ordinal));
        foreach (var stack in new[] { "petstore", "api-gateway-logs" })
            Assert.Equal("arn:aws:iam::123456789012:policy/boundary", _aws.ParametersOf(stack)["PermissionsBoundaryArn"]);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("bash-3.2")]
    public async Task Deploy_sh_runs_from_a_path_with_spaces_and_with_CDPATH_set(string bash)
    {
        if (Requires.Find(bash) is null)
            Requires.Skip($"{bash} is not installed.");

        var script = _aws.CopyScripts("a path with spaces");
        string[] options = ["--stack", "petstore", "--region", "eu-west-1", "--package", _aws.Package, .. InVpc];
        var environment = new Dictionary<string, string?> { ["CDPATH"] = "/tmp:.." };

        (await _aws.RunAsync([.. options, "--dry-run"], script: script, bash: bash, environment: environment)).Ends(0);
        _aws.IsUntouched();
        (await _aws.RunAsync([.. options, "--tags", "a=b"], script: script, bash: bash, environment: environment)).Ends(0);
        (await _aws.RunAsync([.. options, "--parameter", "AccessMode=AnyVpcEndpointWithApiKey", "--yes"], script: script, bash: bash, environment: environment)).Ends(0);
        (await _aws.RunAsync([.. options[..4], "--delete", "--with-endpoint", "--yes"], script: script, bash: bash, environment: environment)).Ends(0);
        Assert.False(_aws.HasStack("petstore") || _aws.HasStack("petstore-endpoint"));
    }

    // macOS has bash 3.2. Where it is not installed, this searches the scripts for newer syntax.
    [Fact]
    public void The_scripts_use_only_what_bash_3_2_supports()
    {
        var scripts = Directory.GetFiles(Repository.PathTo("deploy"), "*.sh", SearchOption.AllDirectories);
        Assert.All(scripts, script => Assert.DoesNotMatch(
            @"\b(mapfile|readarray|coproc)\b|declare -[Ag]|local -n|\|&|&>>|\$\{\w+(,,?|\^\^?|@[A-Z])\}|wait -n|\[\[ -v", File.ReadAllText(script)));
    }
}
