using System.IO.Compression;
using System.Runtime.InteropServices;

namespace PetStore.Testing;

/// <summary>
/// What deploy/package.sh builds for provided.al2023. It takes minutes, so <c>.ci/run</c> builds each package once and names their
/// directory in PETSTORE_PACKAGES.
/// </summary>
public static class DeployPackage
{
    /// <summary>The architecture of this machine, as Lambda names it.</summary>
    public static string Architecture { get; } = RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x86_64";

    /// <summary>The packages that were built before, or null.</summary>
    public static string? Directory { get; } = Environment.GetEnvironmentVariable("PETSTORE_PACKAGES");

    /// <summary>Skips the test where the compiler is missing (fails it with CI=true).</summary>
    /// <returns>The zip.</returns>
    public static async Task<string> FindOrBuildAsync(string architecture, string output)
    {
        var name = NameFor(architecture);
        return Directory is { } built ? Path.Combine(built, name) : await BuildAsync(architecture, output);
    }

    /// <summary>Builds the package, whether it was built before or not.</summary>
    public static async Task<string> BuildAsync(string architecture, string output)
    {
        Requires.Program("clang");
        if (architecture != Architecture)
            Requires.Program("aarch64-linux-gnu-gcc");

        await ChildProcess.RunAsync(
            Requires.Program("bash"),
            [Repository.PathTo("deploy", "package.sh"), "--runtime", "provided.al2023", "--architecture", architecture, "--output", output],
            timeout: TimeSpan.FromHours(1));
        return Path.Combine(output, NameFor(architecture));
    }

    /// <summary>Unpacks it as Lambda does.</summary>
    /// <returns>The path of its bootstrap.</returns>
    public static string Unpack(string zip, string directory)
    {
        ZipFile.ExtractToDirectory(zip, directory);
        return Path.Combine(directory, "bootstrap");
    }

    private static string NameFor(string architecture) => $"petstore-provided.al2023-{architecture}.zip";
}
