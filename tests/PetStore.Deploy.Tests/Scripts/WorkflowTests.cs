using PetStore.Testing;
using YamlDotNet.RepresentationModel;

namespace PetStore.Deploy.Tests.Scripts;

/// <summary>.github/workflows/deploy.yml: its shell steps, run one after the other against the stub of the AWS CLI.</summary>
public sealed class WorkflowTests : IDisposable
{
    private static readonly string Source = File.ReadAllText(Repository.PathTo(".github", "workflows", "deploy.yml"));
    private static readonly YamlMappingNode Jobs = Read();

    private readonly AwsCliStub _aws = new();

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task A_pull_request_shows_the_change_set_and_changes_nothing()
    {
        (await RunAsync("plan")).Ends(0);

        Assert.Contains("petstore: resources\n    Add PetStoreTable", _aws.Read("summary"), StringComparison.Ordinal);
        _aws.IsUntouched();
    }

    [Fact]
    public async Task Main_is_deployed_gradually()
    {
        (await RunAsync("deploy")).Ends(0);

        Assert.True(_aws.HasStack("petstore"));
        Assert.Equal(("vpce-0aaa", "true"), (_aws.ParametersOf("petstore")["AllowedVpcEndpointIds"], _aws.ParametersOf("petstore")["GradualDeployment"]));
    }

    [Fact]
    public async Task A_deployment_that_needs_confirmation_fails()
    {
        _aws.SetStack("petstore", "ROLLBACK_COMPLETE");
        var run = (await RunAsync("deploy")).Ends(1);

        Assert.Contains("not confirmed", run.Output, StringComparison.Ordinal);
        Assert.Empty(_aws.Changes);
    }

    [Fact]
    public async Task The_access_check_runs_before_anything_else()
    {
        var run = (await RunAsync("check")).Ends(0);

        Assert.Contains("dotnet run --project src/PrivateGateway.Tool -- check serverless.template --parameter-overrides AllowedVpcEndpointIds=vpce-0aaa", run.Output, StringComparison.Ordinal);
        Assert.All(["plan", "deploy"], job => Assert.Equal("check", Text(Jobs[job]["needs"])));
    }

    [Fact]
    public void Production_waits_for_an_approval_and_no_key_is_stored()
    {
        Assert.Equal("production", Text(Jobs["deploy"]["environment"]));
        Assert.All(["plan", "deploy"], job => Assert.Equal("write", Text(Jobs[job]["permissions"]["id-token"])));
        Assert.DoesNotContain("secrets.", Source, StringComparison.Ordinal);
        Assert.DoesNotContain("pull_request_target", Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actionlint_reports_nothing()
    {
        var linter = Requires.Find("actionlint");
        if (linter is null)
            Requires.Skip("actionlint is not installed.");

        Assert.Equal("", await ChildProcess.RunAsync(linter, [Repository.PathTo(".github", "workflows", "deploy.yml"), Repository.PathTo(".github", "workflows", "ci.yml")]));
    }

    // As GitHub runs them: each step is a separate script, and a step that fails ends the job.
    private async Task<ScriptRun> RunAsync(string job)
    {
        var copy = Path.GetDirectoryName(Path.GetDirectoryName(_aws.CopyScripts("checkout")))!;
        var environment = new Dictionary<string, string?>
        {
            ["STACK"] = "petstore",
            ["ENDPOINTS"] = "vpce-0aaa",
            ["REGION"] = "eu-west-1",
            ["ZIP"] = _aws.Package,
            ["GITHUB_OUTPUT"] = _aws.Write("output", ""),
            ["GITHUB_STEP_SUMMARY"] = _aws.Write("summary", ""),
        };
        var output = "";
        foreach (var step in ((YamlSequenceNode)Jobs[job]["steps"]).Cast<YamlMappingNode>().Where(step => step.Children.ContainsKey("run")))
        {
            // The package and the gateway have their own tests.
            const string Stubs = "dotnet() { echo \"dotnet $*\"; }\nsed -i.old '1a echo the.zip; exit' deploy/package.sh";
            var script = _aws.Write("step.sh", $"set -eo pipefail\ncd '{copy}'\n{Stubs}\n{Text(step["run"])}");
            var run = await _aws.RunAsync([], script: script, environment: environment);
            output += run.Output;
            if (run.ExitCode != 0)
                return new ScriptRun(run.ExitCode, output);
        }

        return new ScriptRun(0, output);
    }

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static YamlMappingNode Read()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Source));
        return (YamlMappingNode)yaml.Documents[0].RootNode["jobs"];
    }
}
