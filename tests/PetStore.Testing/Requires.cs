using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace PetStore.Testing;

/// <summary>
/// What a test needs beside the .NET SDK. Where it is missing the test is skipped with the reason; with CI=true it fails instead,
/// because there everything is installed.
/// </summary>
public static class Requires
{
    private static readonly ConcurrentDictionary<string, bool> Said = new();

    /// <summary>The path of a program.</summary>
    public static string Program(string name)
    {
        var path = Find(name);
        if (path is null)
            Missing($"{name} is not installed.");

        return path;
    }

    /// <summary>Skips the test, or fails it with CI=true.</summary>
    [DoesNotReturn]
    public static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason);

        Skip(reason);
    }

    /// <summary>Skips the test, anywhere: it needs what no machine must have. The console says why, once for each reason.</summary>
    [DoesNotReturn]
    public static void Skip(string reason)
    {
        if (Said.TryAdd(reason, true))
            TestContext.Current.SendDiagnosticMessage($"Tests are skipped: {reason}");

        Assert.Skip(reason);
    }

    /// <summary>The path of a program, or null: for what no machine must have.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);
}
