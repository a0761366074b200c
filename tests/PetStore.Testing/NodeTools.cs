namespace PetStore.Testing;

/// <summary>The Node.js programs pinned in tests/npm, installed by the first test that needs one.</summary>
public static class NodeTools
{
    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>The directory to run node in; its node_modules is there and as the lock file says.</summary>
    public static string Directory { get; } = Repository.PathTo("tests", "npm");

    /// <summary>Skips the test where Node.js is missing (fails it with CI=true).</summary>
    /// <returns>The path of node.</returns>
    public static async Task<string> InstallAsync()
    {
        var node = Requires.Program("node");
        var npm = Requires.Program("npm");
        await Gate.WaitAsync();
        try
        {
            // Test projects run side by side: the lock keeps their installs apart.
            using var turn = await TakeTurnAsync();
            if (!IsInstalled())
                await ChildProcess.RunAsync(npm, ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], directory: Directory);
        }
        finally
        {
            Gate.Release();
        }

        return node;
    }

    /// <summary>The path of a package's command, to be run by node.</summary>
    public static string Command(string name) => Path.Combine(Directory, "node_modules", ".bin", name);

    // npm writes node_modules/.package-lock.json last.
    private static bool IsInstalled()
    {
        var installed = new FileInfo(Path.Combine(Directory, "node_modules", ".package-lock.json"));
        return installed.Exists
            && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Directory, "package-lock.json"));
    }

    private static async Task<FileStream> TakeTurnAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"petstore-npm-{Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Directory)))[..16]}.lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(200);
            }
        }
    }
}
