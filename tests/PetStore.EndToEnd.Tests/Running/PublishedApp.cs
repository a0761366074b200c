using System.Runtime.InteropServices;
using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.Running;

/// <summary>The app as it is deployed, published once per run for this machine: what Lambda gets, which also serves on Kestrel.</summary>
internal static class PublishedApp
{
    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    /// <summary>The directory that holds PetStore.Api.dll.</summary>
    public static Task<string> DirectoryAsync() => Published.Value;

    // Below artifacts, so that it disturbs no other build of the project.
    private static async Task<string> PublishAsync()
    {
        var artifacts = Repository.PathTo("artifacts", "end-to-end");
        var output = Path.Combine(artifacts, "function");
        await ChildProcess.RunAsync(
            "dotnet",
            [
                "publish", Repository.PathTo("src", "PetStore.Api"), "-p:PublishProfile=Lambda",
                "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier,
                "--artifacts-path", Path.Combine(artifacts, "obj"), "--output", output, "--nologo", "--verbosity", "quiet",
            ],
            timeout: TimeSpan.FromMinutes(10));
        return output;
    }
}
