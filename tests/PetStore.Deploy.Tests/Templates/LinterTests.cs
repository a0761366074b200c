using System.Text.Json;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>Linters report nothing except known false positives.</summary>
public sealed class LinterTests
{
    private static readonly string[] Paths =
    [
        Repository.PathTo("serverless.template"),
        Repository.PathTo("deploy", "vpc-endpoint.template"),
        Repository.PathTo("deploy", "api-gateway-logs.template"),
        Repository.PathTo("deploy", "table.template"),
    ];

    // SAM's Resource.Part, which SAM replaces; and empty parameter defaults in a branch that they never select.
    private static readonly string[] FalsePositives =
    [
        "F1020 UsagePlan 'PetStoreApi.Stage' is not one of", "F1020 DomainMapping 'PetStoreApi.Stage' is not one of",
        "F1020 InvokePermission 'PetStoreFunction.Alias' is not one of",
        "F3033 FunctionRole length 0 is below minimum 20", "F3033 LogsRole length 0 is below minimum 20",
        "F3033 ServerErrorAlarm length 0 is below minimum 1", "F3033 LatencyAlarm length 0 is below minimum 1",
        "F3033 ThrottleAlarm length 0 is below minimum 1", "F3033 FunctionErrorAlarm length 0 is below minimum 1",
    ];

    [Fact]
    public async Task Cfn_lint_reports_nothing()
    {
        var linter = Requires.Find("cfn-lint");
        if (linter is null)
            Requires.Skip("cfn-lint is not installed.");

        Assert.Equal("", await ChildProcess.RunAsync(linter, Paths));
    }

    [Fact]
    public async Task Shellcheck_reports_nothing()
    {
        var shellcheck = Requires.Program("shellcheck");
        string[] scripts = [.. Directory.GetFiles(Repository.PathTo("deploy"), "*.sh"), Repository.PathTo(".ci", "run")];
        Assert.Equal("", await ChildProcess.RunAsync(shellcheck, ["--external-sources", "--severity=info", .. scripts]));
    }

    [Fact]
    public async Task Cloudformation_validate_reports_only_known_false_positives()
    {
        var node = await NodeTools.InstallAsync();
        var script = Repository.PathTo("tests", "PetStore.Deploy.Tests", "Templates", "validate.mjs");
        var output = await ChildProcess.RunAsync(node, [script, Path.Combine(NodeTools.Directory, "node_modules"), .. Paths]);
        var findings = JsonSerializer.Deserialize<string[][]>(output)!.Select(f => $"{f[2]} {f[3]} {f[4]}").ToList();

        Assert.All(findings, finding => Assert.Contains(FalsePositives, finding.StartsWith));
        Assert.All(FalsePositives, known => Assert.Contains(findings, finding => finding.StartsWith(known, StringComparison.Ordinal)));
    }
}
