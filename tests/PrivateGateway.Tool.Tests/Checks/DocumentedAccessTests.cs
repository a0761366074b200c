using System.CommandLine;
using System.Text.RegularExpressions;
using PetStore.Testing;
using PrivateGateway.Tool.Checks;

namespace PrivateGateway.Tool.Tests.Checks;

/// <summary>The section "Who gets in" of deploy/README.md matches the check of the deploy template, except for line numbers.</summary>
public sealed partial class DocumentedAccessTests
{
    [Theory]
    [InlineData("AllowedVpcEndpointIds=vpce-0aaa,vpce-0bbb")]
    [InlineData("AccessMode=AnyVpcEndpointWithApiKey")]
    public void The_documented_access_of_each_mode_matches_the_check(string parameter)
    {
        using var output = new StringWriter();
        new CheckCommand().Parse([Repository.PathTo("serverless.template"), "--parameter-overrides", parameter])
            .Invoke(new InvocationConfiguration { Output = output, Error = TextWriter.Null });

        var documented = WithoutLines(File.ReadAllText(Repository.PathTo("deploy", "README.md")))
            .Split($"$ private-gateway check serverless.template --parameter-overrides {parameter}\n");

        Assert.True(documented.Length == 2 && documented[1].StartsWith(WithoutLines($"{output}"), StringComparison.Ordinal), $"deploy/README.md must show:\n{output}");
    }

    private static string WithoutLines(string text) => LineNumber().Replace(text.ReplaceLineEndings("\n"), "");

    [GeneratedRegex(@" \(line \d+\)")]
    private static partial Regex LineNumber();
}
