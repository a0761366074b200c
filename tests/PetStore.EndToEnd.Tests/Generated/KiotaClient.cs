using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.Generated;

/// <summary>A C# client that Kiota generates from openapi.json, compiled with its walk once per run, below artifacts.</summary>
internal static class KiotaClient
{
    private const string Kiota = "Microsoft.OpenApi.Kiota@1.38.0";

    private static readonly Lazy<Task<string>> Compiled = new(CompileAsync);

    /// <summary>Runs the walk through the contract; a failed check ends it with an error.</summary>
    /// <returns>The operations that it called, in order.</returns>
    public static async Task<string[]> WalkAsync(Uri url)
    {
        var output = await ChildProcess.RunAsync("dotnet", [await Compiled.Value, url.AbsoluteUri]);
        return [.. output.Split('\n').Where(line => line.StartsWith("called ", StringComparison.Ordinal)).Select(line => line["called ".Length..].Trim())];
    }

    private static async Task<string> CompileAsync()
    {
        var directory = Repository.PathTo("artifacts", "end-to-end", "kiota");
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);

        Directory.CreateDirectory(directory);
        foreach (var file in Directory.GetFiles(Repository.PathTo("tests", "PetStore.EndToEnd.Tests", "Generated", "Kiota")))
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));

        // JSON alone: Kiota's default includes formats that the API does not have.
        await ChildProcess.RunAsync(
            "dotnet",
            [
                "tool", "exec", Kiota, "--yes", "--", "generate", "--language", "CSharp", "--exclude-backward-compatible",
                "--openapi", Repository.PathTo("src", "PetStore.Api", "openapi.json"), "--output", "Client",
                "--class-name", "PetStoreKiota", "--namespace-name", "PetStore.Kiota",
                "--serializer", "Microsoft.Kiota.Serialization.Json.JsonSerializationWriterFactory",
                "--deserializer", "Microsoft.Kiota.Serialization.Json.JsonParseNodeFactory",
            ],
            new Dictionary<string, string?> { ["KIOTA_TUTORIAL_ENABLED"] = "false" },
            directory,
            timeout: TimeSpan.FromMinutes(5));
        await ChildProcess.RunAsync(
            "dotnet", ["build", "Walk.csproj", "--output", "walk", "--nologo", "--verbosity", "quiet"], directory: directory, timeout: TimeSpan.FromMinutes(5));
        return Path.Combine(directory, "walk", "Walk.dll");
    }
}
