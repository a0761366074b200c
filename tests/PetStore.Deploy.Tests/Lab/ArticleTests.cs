using System.Text.RegularExpressions;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Lab;

/// <summary>The article's commands, run in the lab.</summary>
public sealed partial class ArticleTests
{
    private const string Start = "<!-- recorded in deploy/lab.sh by a test -->\n```\n";

    private static readonly string[] Lines =
    [
        "curl https://$API.execute-api.ap-northeast-1.amazonaws.com/v1/pets/",
        "host $API.execute-api.ap-northeast-1.amazonaws.com",
        "host mesoko.execute-api.ap-northeast-1.amazonaws.com",
        "host satoshi.execute-api.ap-northeast-1.amazonaws.com",
    ];

    // To record it again after the output changes: PETSTORE_RECORD=true dotnet test tests/PetStore.Deploy.Tests --filter ArticleTests
    [Fact]
    public async Task The_README_shows_the_actual_terminal_output()
    {
        var session = string.Join("; echo; ", Lines.Select(line => $"echo \"$ {line}\"; {line} 2>/dev/null"));
        var run = (await Vpc.RunAsync($"echo API=$API; {session}")).Ends(0);
        var recorded = Comparable(run.Output);

        var path = Repository.PathTo("deploy", "README.md");
        var readme = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var from = readme.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var to = readme.IndexOf("```", from, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("PETSTORE_RECORD") == "true")
            await File.WriteAllTextAsync(path, readme[..from] + recorded + readme[to..], TestContext.Current.CancellationToken);
        else
            Assert.Equal(readme[from..to], recorded);
    }

    [Fact]
    public async Task The_names_resolve_to_three_addresses_of_the_VPC()
    {
        var run = (await Vpc.RunAsync("host mesoko.execute-api.ap-northeast-1.amazonaws.com; curl -s https://$API.execute-api.ap-northeast-1.amazonaws.com/v1/pets/")).Ends(0);
        var lines = run.Output.Split('\n');

        Assert.Equal("mesoko.execute-api.ap-northeast-1.amazonaws.com is an alias for execute-api.ap-northeast-1.amazonaws.com.", lines[0]);
        Assert.All(lines[1..4], line => Assert.Matches(@"^execute-api\.ap-northeast-1\.amazonaws\.com has address 172\.31\.\d+\.\d+$", line));
        Assert.Equal("""[{"id":1,"type":"dog","price":249.99},{"id":2,"type":"cat","price":124.99},{"id":3,"type":"fish","price":0.99}]""", lines[4]);
    }

    // The id depends on the template, and a resolver may return the addresses in any order.
    private static string Comparable(string output)
    {
        var lines = output.Split('\n');
        var id = lines[0]["API=".Length..];
        var text = string.Join('\n', lines[1..]).Replace(id, "abcde12345", StringComparison.Ordinal) + '\n';
        return Addresses().Replace(text, block => string.Join("", block.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).Select(line => line + '\n')));
    }

    [GeneratedRegex(@"(?:^\S+ has address \S+\n)+", RegexOptions.Multiline)]
    private static partial Regex Addresses();
}
