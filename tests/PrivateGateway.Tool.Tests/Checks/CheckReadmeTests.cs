using PetStore.Testing;
using PrivateGateway.Checks;
using PrivateGateway.Tool.Checks;

namespace PrivateGateway.Tool.Tests.Checks;

public sealed class CheckReadmeTests
{
    private static readonly string Readme =
        File.ReadAllText(Repository.PathTo("src", "PrivateGateway.Tool", "Checks", "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Every_command_in_the_readme_and_its_workflow_is_accepted()
    {
        const string Command = "private-gateway check ";
        var commands = Readme.Split('\n').Where(line => line.Contains(Command, StringComparison.Ordinal) && !line.StartsWith('#'))
            .Select(line => line[(line.IndexOf(Command, StringComparison.Ordinal) + Command.Length)..].Split(" > ")[0]).ToList();

        Assert.Equal(4, commands.Count);
        Assert.All(commands, command => Assert.Empty(new CheckCommand().Parse(command).Errors));
    }

    [Fact]
    public void The_readme_describes_every_warning()
    {
        var described = Readme.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        Assert.Equal(CheckWarnings.Rules.Select(rule => $"| `{rule.Key}` | {rule.Value} |"), described);
    }

    [Fact]
    public void The_expectations_in_the_readme_can_be_read()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, Readme.Split("```yaml\n")[2].Split("```")[0]);

        Assert.Equal(["allowed", "refused"], Expectations.Load(file).Select(expectation => expectation.Expect));
        File.Delete(file);
    }
}
