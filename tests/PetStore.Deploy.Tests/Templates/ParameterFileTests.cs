using PetStore.Testing;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>The template accepts the example parameters in deploy/parameters.</summary>
public sealed class ParameterFileTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Repository.PathTo("deploy", "parameters")).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_template_accepts_every_parameter_file(string file)
    {
        var given = File.ReadAllLines(Repository.PathTo("deploy", "parameters", file))
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToList();
        var isOpen = given.Contains("AccessMode=AnyVpcEndpointWithApiKey");

        Assert.NotEmpty(given);
        Assert.NotNull(TemplateUnderTest.Api().Deploy([.. given, .. isOpen ? [] : ParameterSets.Listed]));
    }
}
