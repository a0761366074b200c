using System.IO.Compression;
using System.Text.RegularExpressions;
using AspNetCore.LambdaServer.Tests.LambdaPath;
using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.Packaging;

/// <summary>The package as its users get it: packed, and hosting the app of its README.</summary>
public sealed partial class PackageTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("lambda-server-package-").FullName;

    [Fact]
    public async Task The_app_in_the_readme_runs_as_a_function()
    {
        await PackAsync();
        using (var package = ZipFile.OpenRead(Directory.GetFiles(_directory, "*.nupkg").Single()))
        {
            Assert.Superset(
                new HashSet<string> { "README.md", "lib/net10.0/AspNetCore.LambdaServer.dll", "lib/net10.0/AspNetCore.LambdaServer.xml" },
                package.Entries.Select(entry => entry.FullName).ToHashSet());
        }

        var readme = await File.ReadAllTextAsync(Repository.PathTo("src", "AspNetCore.LambdaServer", "README.md"), TestContext.Current.CancellationToken);
        var app = Sample().Match(readme).Groups[1].Value;
        Assert.InRange(app.Split('\n').Length, 5, 11);
        await File.WriteAllTextAsync(Path.Combine(_directory, "hello.cs"), app, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(_directory, "nuget.config"),
            """<configuration><packageSources><add key="here" value="." /></packageSources></configuration>""",
            TestContext.Current.CancellationToken);

        await using var runtimeApi = PetStore.Testing.RuntimeApi.Start();
        var environment = runtimeApi.Environment.Concat(OwnPackageFolder()).ToDictionary();
        await using var function = ChildProcess.Start("dotnet", ["run", "hello.cs"], environment, _directory);
        var answer = Answer.Of(await runtimeApi.InvokeAsync(ProxyEvents.Get("/hello/world"), TimeSpan.FromMinutes(5)));
        Assert.Equal((200, "Hello, world!"), (answer.Status, answer.Text));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private Task<string> PackAsync() => ChildProcess.RunAsync(
        "dotnet",
        [
            "pack", Repository.PathTo("src", "AspNetCore.LambdaServer"), "--artifacts-path", Path.Combine(_directory, "artifacts"),
            "--output", _directory, "--nologo", "--verbosity", "quiet",
        ],
        timeout: TimeSpan.FromMinutes(5));

    // The package of this run must not stay in the user's package folder, where the next run would find it.
    private Dictionary<string, string?> OwnPackageFolder() => new()
    {
        ["NUGET_PACKAGES"] = Path.Combine(_directory, "packages"),
        ["RestoreFallbackFolders"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
    };

    [GeneratedRegex("```csharp\n(#:sdk.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sample();
}
