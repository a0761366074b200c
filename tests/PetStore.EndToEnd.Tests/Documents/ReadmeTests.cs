using System.Net.Sockets;
using System.Text.RegularExpressions;
using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.Documents;

/// <summary>README.md says nothing that is not so: its commands are typed here, one after the other, as they are written.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Text = File.ReadAllText(Repository.PathTo("README.md"));

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task Every_command_does_what_the_readme_says()
    {
        // The benchmarks read /proc.
        var commands = MarkdownCommands.Read(Text)
            .Where(command => command.NotRun is null && (OperatingSystem.IsLinux() || !IsBenchmark(command))).ToList();
        Assert.Contains(commands, command => command.Line.StartsWith("dotnet run --project src/", StringComparison.Ordinal));
        foreach (var port in commands.SelectMany(command => Ports(command.Line)).Distinct())
        {
            if (await IsOpenAsync(port))
                Requires.Missing($"Port {port}, which README.md names, is in use.");
        }

        ChildProcess? server = null;
        var directory = Directory.CreateTempSubdirectory("petstore-readme-").FullName;
        try
        {
            foreach (var command in commands)
            {
                if (command.Line.StartsWith("dotnet run --project src/", StringComparison.Ordinal))
                {
                    // A server: it stays until the next one.
                    await StopAsync(server);
                    server = Start(command.Line, directory);
                }
                else if (command.Line != "dotnet test")
                {
                    // dotnet test is what runs this.
                    await TypeAsync(command, server);
                }
            }
        }
        finally
        {
            await StopAsync(server);
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Every_command_that_is_not_run_has_a_reason() =>
        Assert.All(MarkdownCommands.Read(Text).Where(command => command.NotRun is not null), command => Assert.NotEmpty(command.NotRun!));

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("deploy/README.md")]
    [InlineData("tests/PetStore.Benchmarks/README.md")]
    public void Every_link_into_the_repository_leads_somewhere(string document)
    {
        var path = Repository.PathTo(document.Split('/'));
        foreach (Match link in Link().Matches(File.ReadAllText(path)))
        {
            var target = Path.Combine(Path.GetDirectoryName(path)!, link.Groups[1].Value);
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{document} links to {link.Groups[1].Value}, which is not there.");
        }
    }

    private static async Task TypeAsync(MarkdownCommand command, ChildProcess? server)
    {
        foreach (var port in Ports(command.Line))
            await WaitForAsync(port, server);

        var printed = await ChildProcess.RunAsync("bash", ["-c", command.Line], timeout: Timeout);
        if (command.Output is { } output)
            Assert.EndsWith(output, printed, StringComparison.Ordinal);
        if (IsBenchmark(command))
            Assert.Contains("CPU to the first answer posted", printed, StringComparison.Ordinal);
        if (Status().Match(command.Line) is { Success: true } status)
            Assert.Contains($"HTTP/1.1 {status.Groups[1].Value} ", printed, StringComparison.Ordinal);
        if (command.Line.Contains("the three pets", StringComparison.Ordinal))
            Assert.Equal(3, PetId().Count(printed));
    }

    private static bool IsBenchmark(MarkdownCommand command) => command.Line.Contains("tests/PetStore.Benchmarks --", StringComparison.Ordinal);

    // Its pets go elsewhere than the developer's own.
    private static ChildProcess Start(string line, string directory) => ChildProcess.Start(
        "bash", ["-c", line], new Dictionary<string, string?> { ["Storage__Sqlite__Path"] = Path.Combine(directory, "petstore.db") });

    private static async Task StopAsync(ChildProcess? server)
    {
        if (server is not null)
            await server.DisposeAsync();
    }

    private static async Task WaitForAsync(int port, ChildProcess? server)
    {
        var deadline = DateTime.UtcNow + Timeout;
        while (!await IsOpenAsync(port))
        {
            Assert.True(server is { HasExited: false } && DateTime.UtcNow < deadline, $"Nobody listens on port {port}:\n{server?.Output}");
            await Task.Delay(200);
        }
    }

    private static async Task<bool> IsOpenAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static IEnumerable<int> Ports(string line) => Port().Matches(line).Select(match => int.Parse(match.Groups[1].ValueSpan));

    [GeneratedRegex(@"https?://(?:localhost|127\.0\.0\.1):(\d+)")]
    private static partial Regex Port();

    [GeneratedRegex(@"#.*\b([1-5]\d\d)\b")]
    private static partial Regex Status();

    [GeneratedRegex("\"id\":[123],")]
    private static partial Regex PetId();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
