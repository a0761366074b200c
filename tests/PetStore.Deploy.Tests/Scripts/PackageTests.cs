using System.IO.Compression;
using System.Security.Cryptography;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Scripts;

public sealed class PackageTests : IDisposable
{
    private const string Zip = "petstore-dotnet10-x86_64.zip";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("petstore-package-");

    public void Dispose() => _directory.Delete(recursive: true);

    // In two directories: where it is built must not matter either.
    [Fact]
    public async Task The_same_inputs_give_the_same_zip()
    {
        ScriptRun[] outputs = [await PackageAsync("--output", In("a")), await PackageAsync("--output", In("b"))];

        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(In("a", Zip), TestContext.Current.CancellationToken)));
        Assert.EndsWith($"{In("a", Zip)}\n{hash}", outputs[0].Output, StringComparison.Ordinal);
        Assert.EndsWith($"{In("b", Zip)}\n{hash}", outputs[1].Output, StringComparison.Ordinal);

        using var zip = ZipFile.OpenRead(In("a", Zip));
        Assert.Contains(zip.Entries, entry => entry.FullName == "PetStore.Api.dll");
        Assert.Contains(zip.Entries, entry => entry.FullName == "PetStore.Api.runtimeconfig.json");
        Assert.DoesNotContain(zip.Entries, entry => entry.FullName.Contains("..", StringComparison.Ordinal) || entry.FullName.Contains("Test", StringComparison.Ordinal));

        var template = await File.ReadAllTextAsync(In("a", "serverless.template"), TestContext.Current.CancellationToken);
        var original = await File.ReadAllTextAsync(Repository.PathTo("serverless.template"), TestContext.Current.CancellationToken);
        Assert.Equal(original, template.Replace($"\"CodeUri\": \"{Zip}\"", "\"CodeUri\": \"src/PetStore.Api\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_zip_depends_on_names_and_content_alone()
    {
        foreach (var (copy, time) in new[] { ("one", new DateTime(2001, 2, 3)), ("two", new DateTime(2031, 2, 3)) })
        {
            // Made in another order, at other times, with other modes.
            foreach (var name in copy == "one" ? new[] { "b.dll", "bootstrap", "wwwroot/a.css" } : ["wwwroot/a.css", "bootstrap", "b.dll"])
            {
                Directory.CreateDirectory(Path.GetDirectoryName(In(copy, name))!);
                await File.WriteAllTextAsync(In(copy, name), $"content of {name}", TestContext.Current.CancellationToken);
                File.SetLastWriteTime(In(copy, name), time);
                File.SetUnixFileMode(In(copy, name), copy == "one" ? UnixFileMode.UserRead : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            }

            await ChildProcess.RunAsync("dotnet", ["run", Repository.PathTo("deploy", "zip.cs"), "--", In(copy), In($"{copy}.zip")]);
        }

        Assert.Equal(await File.ReadAllBytesAsync(In("one.zip"), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(In("two.zip"), TestContext.Current.CancellationToken));
        using var zip = ZipFile.OpenRead(In("one.zip"));
        Assert.Equal(["b.dll", "bootstrap", "wwwroot/a.css"], zip.Entries.Select(entry => entry.FullName));
        Assert.Equal(["644", "755", "644"], zip.Entries.Select(entry => Convert.ToString((entry.ExternalAttributes >> 16) & 0x1FF, 8)));
    }

    [Theory]
    [InlineData("--runtime", "dotnet8")]
    [InlineData("--architecture", "mips")]
    [InlineData("--runtime")]
    [InlineData("--fast")]
    public async Task Wrong_options_are_refused(params string[] options) => (await PackageAsync(options)).Ends(2);

    private static async Task<ScriptRun> PackageAsync(params string[] options)
    {
        await using var script = ChildProcess.Start(Requires.Program("bash"), [Repository.PathTo("deploy", "package.sh"), .. options]);
        return new ScriptRun(await script.WaitForExitAsync(TimeSpan.FromMinutes(10)), script.Output);
    }

    private string In(params string[] path) => Path.Combine([_directory.FullName, .. path]);
}
