using PetStore.Testing;

namespace PetStore.Api.Tests.Description;

public sealed class LintTests
{
    private static string Configuration(string file) => Repository.PathTo("tests", "PetStore.Api.Tests", "Description", file);

    [Fact]
    public async Task Spectral_reports_nothing()
    {
        var node = await NodeTools.InstallAsync();

        var output = await ChildProcess.RunAsync(
            node,
            [NodeTools.Command("spectral"), "lint", ApiDescription.Path, "--ruleset", Configuration("spectral.yaml"), "--fail-severity", "hint"],
            directory: NodeTools.Directory);

        Assert.Contains("No results", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redocly_reports_nothing()
    {
        var node = await NodeTools.InstallAsync();

        var output = await ChildProcess.RunAsync(
            node,
            [NodeTools.Command("redocly"), "lint", ApiDescription.Path, "--config", Configuration("redocly.yaml")],
            new Dictionary<string, string?> { ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true" },
            NodeTools.Directory);

        Assert.Contains("is valid", output, StringComparison.Ordinal);
    }
}
