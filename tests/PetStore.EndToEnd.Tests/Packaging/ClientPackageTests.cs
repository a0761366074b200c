using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PetStore.EndToEnd.Tests.Running;
using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.Packaging;

/// <summary>The client as its users get it: packed, and run by the sample of its README.</summary>
public sealed partial class ClientPackageTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("petstore-package-").FullName;

    [Fact]
    public async Task The_sample_of_the_readme_runs_against_the_package()
    {
        await PackAsync();
        CheckContent(Directory.GetFiles(_directory, "*.nupkg").Single());
        Assert.Single(Directory.GetFiles(_directory, "*.snupkg"));

        var readme = await File.ReadAllTextAsync(Repository.PathTo("src", "PetStore.Client", "README.md"), TestContext.Current.CancellationToken);
        var sample = Sample().Match(readme).Groups[1].Value;
        Assert.InRange(sample.Split('\n').Length, 10, 25);
        await File.WriteAllTextAsync(Path.Combine(_directory, "pets.cs"), sample, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(_directory, "nuget.config"),
            """<configuration><packageSources><add key="here" value="." /></packageSources></configuration>""",
            TestContext.Current.CancellationToken);

        await using var store = await KestrelStore.StartAsync();
        var output = await ChildProcess.RunAsync(
            "dotnet", ["run", "pets.cs", "--", store.Url.AbsoluteUri], OwnPackageFolder(), _directory, TimeSpan.FromMinutes(5));

        Assert.Equal(["Gecko 4 costs 39.95", "404: There is no pet 4."], output.Split('\n')[^2..]);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private Task<string> PackAsync() => ChildProcess.RunAsync(
        "dotnet",
        [
            "pack", Repository.PathTo("src", "PetStore.Client"), "--artifacts-path", Repository.PathTo("artifacts", "end-to-end", "obj"),
            "--output", _directory, "--nologo", "--verbosity", "quiet",
        ],
        timeout: TimeSpan.FromMinutes(5));

    private static void CheckContent(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        var files = zip.Entries.Select(entry => entry.FullName).ToArray();
        Assert.Superset(
            new HashSet<string> { "README.md", "lib/net10.0/PetStore.Client.dll", "lib/net10.0/PetStore.Client.xml" }, files.ToHashSet());

        using var nuspec = zip.GetEntry("PetStore.Client.nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single();
        var values = metadata.Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);
        Assert.Equal(("PetStore.Client", "Apache-2.0", "README.md"), (values["id"], values["license"], values["readme"]));
        Assert.NotEmpty(values["description"]);
        Assert.Equal(
            ["Microsoft.Extensions.Configuration.Abstractions", "Microsoft.Extensions.Http.Resilience"],
            metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value).Order());
    }

    // The package of this run must not stay in the user's package folder, where the next run would find it.
    private Dictionary<string, string?> OwnPackageFolder() => new()
    {
        ["NUGET_PACKAGES"] = Path.Combine(_directory, "packages"),
        ["RestoreFallbackFolders"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
    };

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sample();
}
