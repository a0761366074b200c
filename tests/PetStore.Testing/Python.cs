using System.Collections.Concurrent;

namespace PetStore.Testing;

/// <summary>Python's tools: a second opinion, optional on a developer's machine.</summary>
public static class Python
{
    private static readonly ConcurrentDictionary<string, Task<bool>> Modules = new();

    /// <summary>Skips the test where the module is missing.</summary>
    /// <returns>The path of python3.</returns>
    public static async Task<string> WithAsync(string module)
    {
        var python = Requires.Find("python3");
        if (python is null || !await Modules.GetOrAdd(module, name => HasAsync(python, name)))
            Requires.Skip($"Python's {module} is not installed.");

        return python;
    }

    private static async Task<bool> HasAsync(string python, string module)
    {
        await using var child = ChildProcess.Start(
            python, ["-c", $"import importlib.util, sys; sys.exit(importlib.util.find_spec('{module}') is None)"]);
        return await child.WaitForExitAsync(TimeSpan.FromMinutes(1)) == 0;
    }
}
