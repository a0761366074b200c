using Xunit;

namespace PetStore.Testing;

/// <summary>
/// What a test needs beside the .NET SDK. Where it is missing the test is skipped with the reason; with CI=true it fails instead,
/// because there everything is installed.
/// </summary>
public static class Requires
{
    /// <summary>The path of a program.</summary>
    public static string Program(string name)
    {
        if (Find(name) is { } path)
            return path;

        Missing($"{name} is not installed.");
        return "";
    }

    /// <summary>Skips the test, or fails it with CI=true.</summary>
    public static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason);

        Assert.Skip(reason);
    }

    /// <summary>The path of a program, or null: for what no machine must have.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);
}
