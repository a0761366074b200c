using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.Generated;

/// <summary>Two TypeScript clients, generated from openapi.json and type-checked once per run, below artifacts.</summary>
internal static class GeneratedTypeScript
{
    private static readonly Lazy<Task<string>> Compiled = new(CompileAsync);

    /// <summary>Runs one of the walks through the contract; a failed check ends it with an error.</summary>
    /// <returns>The operations that it called, in order.</returns>
    public static async Task<string[]> WalkAsync(string name, Uri url)
    {
        var directory = await Compiled.Value;
        var output = await ChildProcess.RunAsync(
            Requires.Program("node"), [Path.Combine("compiled", name + ".js"), url.AbsoluteUri], directory: directory);
        return [.. output.Split('\n').Where(line => line.StartsWith("called ", StringComparison.Ordinal)).Select(line => line["called ".Length..])];
    }

    private static async Task<string> CompileAsync()
    {
        var node = await NodeTools.InstallAsync();
        var directory = Prepare();
        await RunAsync("openapi-typescript", "openapi.json", "--output", "petstore.d.ts");
        await RunAsync("openapi-ts", "--file", "openapi-ts.config.mjs", "--silent", "--no-log-file");
        await RunAsync("tsc", "--project", ".");
        return directory;

        Task<string> RunAsync(string command, params string[] arguments) =>
            ChildProcess.RunAsync(node, [NodeTools.Command(command), .. arguments], directory: directory);
    }

    private static string Prepare()
    {
        var directory = Repository.PathTo("artifacts", "end-to-end", "typescript");
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);

        Directory.CreateDirectory(directory);
        foreach (var file in Directory.GetFiles(Repository.PathTo("tests", "PetStore.EndToEnd.Tests", "Generated")).Where(IsSource))
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));

        File.Copy(Repository.PathTo("src", "PetStore.Api", "openapi.json"), Path.Combine(directory, "openapi.json"));
        File.WriteAllText(Path.Combine(directory, "package.json"), """{ "type": "module" }""");
        Directory.CreateSymbolicLink(Path.Combine(directory, "node_modules"), Path.Combine(NodeTools.Directory, "node_modules"));
        return directory;
    }

    private static bool IsSource(string file) => Path.GetExtension(file) is ".ts" or ".mjs" or ".json";
}
