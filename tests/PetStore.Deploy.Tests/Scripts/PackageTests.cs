using System.IO.Compression;
using System.Security.Cryptography;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Scripts;

public sealed class PackageTests : IDisposable
{
    private const string Zip = "petstore-dotnet10-x86_64.zip";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("petstore-package-");

    public void Dispose() => _directory.Delete(recursive: true);

    // In two directories, because the build directory must not matter either.
    [Fact]
    public async Task The_same_input_gives_the_same_zip()
    {
        var first = (await PackageAsync("--runtime", "dotnet10", "--output", In("a"))).Ends(0);
        var second = (await PackageAsync("--runtime", "dotnet10", "--output", In("b"))).Ends(0);

        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(In("a", Zip), TestContext.Current.CancellationToken)));
        Assert.EndsWith($"{In("a", Zip)}\n{hash}", first.Output, StringComparison.Ordinal);
        Assert.EndsWith($"{In("b", Zip)}\n{hash}", second.Output, StringComparison.Ordinal);
        Assert.Equal([In("a", Zip), In("a", "serverless.template")], Directory.GetFileSystemEntries(In("a")).Order(StringComparer.Ordinal));

        using var zip = ZipFile.OpenRead(In("a", Zip));
        Assert.Contains(zip.Entries, entry => entry.FullName == "PetStore.Api.dll");
        Assert.Contains(zip.Entries, entry => entry.FullName == "PetStore.Api.runtimeconfig.json");
        Assert.DoesNotContain(zip.Entries, entry => entry.FullName.Contains("..", StringComparison.Ordinal) || entry.FullName.Contains("Test", StringComparison.Ordinal));

        var template = await File.ReadAllTextAsync(In("a", "serverless.template"), TestContext.Current.CancellationToken);
        var original = await File.ReadAllTextAsync(Repository.PathTo("serverless.template"), TestContext.Current.CancellationToken);
        Assert.Equal(original, template.Replace($"\"CodeUri\": \"{Zip}\"", "\"CodeUri\": \"src/PetStore.Api\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_input_gives_the_same_native_zip_which_contains_only_the_program()
    {
        var first = await DeployPackage.FindOrBuildAsync(DeployPackage.Architecture, In("first"));
        var second = await DeployPackage.BuildAsync(DeployPackage.Architecture, In("second"));

        Assert.Equal(await File.ReadAllBytesAsync(first, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(second, TestContext.Current.CancellationToken));
        using var zip = ZipFile.OpenRead(first);
        Assert.Equal(["bootstrap", "libe_sqlite3.so"], zip.Entries.Select(entry => entry.FullName));
    }

    [Fact]
    public async Task The_zip_depends_only_on_names_and_content()
    {
        foreach (var (copy, time) in new[] { ("one", new DateTime(2001, 2, 3)), ("two", new DateTime(2031, 2, 3)) })
        {
            // Created in another order, at other times, with other file modes.
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
    public async Task Invalid_options_are_refused(params string[] options) => (await PackageAsync(options)).Ends(2);

    [Theory]
    [InlineData("x86_64", "", "clang is not installed. Install")]
    [InlineData("arm64", "", "clang is not installed. Install")]
    [InlineData("x86_64", "clang", "objcopy is not installed. Install")]
    [InlineData("arm64", "clang", "aarch64-linux-gnu-objcopy is not installed. Install")]
    [InlineData("x86_64", "clang objcopy", "clang cannot link for x86_64: ld: cannot find -lm. Install")]
    [InlineData("arm64", "clang aarch64-linux-gnu-objcopy", "clang cannot link for arm64: ld: cannot find -lm. Install")]
    public async Task A_missing_linker_is_reported_in_one_line_with_what_to_install(string architecture, string installed, string message)
    {
        var tools = Tools("uname", "sed", "dirname", "basename", "cat");
        Tool("uname", "case $1 in -s) echo Linux ;; *) echo x86_64 ;; esac");
        foreach (var name in installed.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Tool(name, "echo 'ld: cannot find -lm'; exit 1");

        var run = await PackageOnPathAsync(tools, "--runtime", "provided.al2023", "--architecture", architecture, "--output", In("out"));

        Assert.Contains(message, run.Ends(3).Output, StringComparison.Ordinal);
        Assert.Contains("--runtime dotnet10", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Output.Split('\n'));
        Assert.False(Directory.Exists(In("out")));
    }

    [Theory]
    [InlineData("Darwin", "arm64", "this is Darwin")]
    [InlineData("Linux", "aarch64", "a machine of type arm64 cannot compile for x86_64")]
    public async Task A_machine_that_cannot_compile_for_Lambda_is_refused(string system, string machine, string message)
    {
        var tools = Tools("sed", "dirname", "basename", "cat");
        Tool("uname", $"case $1 in -s) echo {system} ;; *) echo {machine} ;; esac");

        Assert.Contains(message, (await PackageOnPathAsync(tools, "--runtime", "provided.al2023", "--architecture", "x86_64")).Ends(3).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error MSB3073: The command \"ilc\" exited with code 137.", "there was not enough memory")]
    [InlineData("error : bootstrap needs GLIBC_2.38, but Lambda's Amazon Linux 2023 has glibc 2.34.", "the build failed. No package was made.")]
    public async Task A_build_that_fails_keeps_the_previous_package(string error, string message)
    {
        Directory.CreateDirectory(In("out"));
        await File.WriteAllTextAsync(In("out", Zip), "of before", TestContext.Current.CancellationToken);
        var tools = Tools("dirname", "basename", "cat", "mkdir", "mktemp", "rm", "grep", "find");
        Tool("dotnet", $"echo '{error.Replace("'", "'\\''", StringComparison.Ordinal)}'; exit 1");

        var run = (await PackageOnPathAsync(tools, "--runtime", "dotnet10", "--output", In("out"))).Ends(1);

        Assert.Contains(error, run.Output, StringComparison.Ordinal);
        Assert.Contains(message, run.Output, StringComparison.Ordinal);
        Assert.Equal([In("out", Zip)], Directory.GetFileSystemEntries(In("out")));
        Assert.Equal("of before", await File.ReadAllTextAsync(In("out", Zip), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("bootstrap", "GLIBC_2.4 GLIBC_2.17 GLIBC_2.34", null)]
    [InlineData("bootstrap", "GLIBC_2.34 GLIBC_2.35", "bootstrap needs GLIBC_2.35, but Lambda's Amazon Linux 2023 has glibc 2.34.")]
    [InlineData("libe_sqlite3.so", "GLIBC_2.2.5 GLIBC_2.41", "libe_sqlite3.so needs GLIBC_2.41, but Lambda's Amazon Linux 2023 has glibc 2.34.")]
    public async Task A_program_that_needs_a_newer_glibc_than_Lambda_has_fails_the_build(string file, string symbols, string? error)
    {
        foreach (var name in new[] { "bootstrap", "libe_sqlite3.so" })
            await File.WriteAllTextAsync(In(name), $"\u007FELF\0{(name == file ? symbols : "GLIBC_2.2.5").Replace(' ', '\0')}\0", TestContext.Current.CancellationToken);

        await using var check = ChildProcess.Start("dotnet",
            ["msbuild", Repository.PathTo("src", "PetStore.Api"), "-target:CheckGlibc", "-p:PublishProfile=LambdaNative", $"-p:PublishDir={In()}/", "-nologo", "-verbosity:quiet"]);

        Assert.Equal(error is null ? 0 : 1, await check.WaitForExitAsync(TimeSpan.FromMinutes(2)));
        Assert.Contains(error ?? "", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_build_leaves_nothing_behind()
    {
        var tools = Tools("dirname", "basename", "cat", "mkdir", "mktemp", "rm", "touch", "sleep");
        Tool("dotnet", $"touch {In("building")}; exec sleep 60");
        await using var script = Start(tools, "--runtime", "dotnet10", "--output", In("out"));
        while (!File.Exists(In("building")))
            await Task.Delay(20, TestContext.Current.CancellationToken);

        await script.TerminateAsync();

        Assert.NotEqual(0, await script.WaitForExitAsync(TimeSpan.FromMinutes(1)));
        Assert.Empty(Directory.GetFileSystemEntries(In("out")));
    }

    private static async Task<ScriptRun> PackageAsync(params string[] options) => await PackageOnPathAsync(path: null, options);

    private static async Task<ScriptRun> PackageOnPathAsync(string? path, params string[] options)
    {
        await using var script = Start(path, options);
        return new ScriptRun(await script.WaitForExitAsync(TimeSpan.FromHours(1)), script.Output);
    }

    private static ChildProcess Start(string? path, params string[] options) => ChildProcess.Start(
        Requires.Program("bash"),
        [Repository.PathTo("deploy", "package.sh"), .. options],
        path is null ? null : new Dictionary<string, string?> { ["PATH"] = path });

    /// <summary>A PATH that contains only these programs of the machine and dotnet.</summary>
    private string Tools(params string[] names)
    {
        foreach (var name in names)
            Tool(name, $"exec {Requires.Program(name)} \"$@\"");

        Tool("dotnet", "exit 1");
        return In("tools");
    }

    private void Tool(string name, string script)
    {
        Directory.CreateDirectory(In("tools"));
        File.WriteAllText(In("tools", name), $"#!{Requires.Program("bash")}\n{script}\n");
        File.SetUnixFileMode(In("tools", name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string In(params string[] path) => Path.Combine([_directory.FullName, .. path]);
}
