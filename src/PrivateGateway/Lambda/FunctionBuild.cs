using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using PrivateGateway.Templates;

namespace PrivateGateway.Lambda;

/// <summary>Publishes the .NET projects of functions: as for Lambda, but for this machine's processor.</summary>
/// <param name="profiles">Publish profiles by runtime; for a runtime without one, the project's own settings apply.</param>
/// <param name="searchPath">The PATH of this machine, on which a native build needs a linker.</param>
internal sealed partial class FunctionBuild(IReadOnlyDictionary<string, string> profiles, string searchPath, Watchdog watchdog, Action<string> report)
{
    /// <returns>The function with the runtime that it was built for: another one, with a profile too, where this machine cannot compile native code.</returns>
    /// <exception cref="GatewayStartException">The project does not build.</exception>
    public async Task<LambdaFunction> PublishAsync(LambdaFunction function, string project, string output, CancellationToken cancellationToken)
    {
        var profile = profiles.GetValueOrDefault(function.Runtime ?? "");
        var native = profile is not null && function.Runtime!.StartsWith("provided", StringComparison.Ordinal);
        if (native && MissingForNative() is { } missing)
        {
            var managed = profiles.Keys.FirstOrDefault(runtime => runtime.StartsWith("dotnet", StringComparison.Ordinal))
                ?? throw new GatewayStartException($"Function {function.LogicalId} cannot be compiled for {function.Runtime} here: {missing}.");
            report($"Function {function.LogicalId} runs as {managed} and not as {function.Runtime}, which AWS would run: {missing}.");
            return await PublishAsync(function with { Runtime = managed }, project, output, cancellationToken);
        }

        report($"Building {Path.GetRelativePath(Environment.CurrentDirectory, project)}{(profile is null ? "" : $" with the profile {profile}, for {function.Runtime}")}");
        if (await RunAsync(project, output, profile, cancellationToken) is not { } errors)
            return function;

        throw new GatewayStartException(Killed().IsMatch(errors)
            ? $"Function {function.LogicalId}: there was not enough memory to build {project}. Native code takes about 1.5 GB to compile."
            : $"The function does not build:\n{errors}");
    }

    // The SDK looks for these itself, but only after it has compiled for a minute.
    private string? MissingForNative()
    {
        if (!OperatingSystem.IsLinux())
            return "a native function is compiled on Linux";

        var directories = searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        bool Has(string program) => directories.Any(directory => File.Exists(Path.Combine(directory, program)));
        return (Has("clang") || Has("gcc")) && (Has("objcopy") || Has("llvm-objcopy"))
            ? null
            : "this machine has no clang or no objcopy (Debian: apt-get install clang; Fedora, Amazon Linux: dnf install clang)";
    }

    // A missing profile is an error: without it, another program is built, and only a warning says so.
    private static IEnumerable<string> Arguments(string project, string artifacts, string output, string? profile) =>
    [
        "publish", project, "--configuration", "Release", "--artifacts-path", artifacts, "--output", output, "--nologo", "--verbosity", "quiet",
        .. profile is null ? Array.Empty<string>() : [$"-p:PublishProfile={profile}", $"-p:RuntimeIdentifier={RuntimeIdentifier}", "-warnAsError:NETSDK1198"],
    ];

    // A .NET that a Linux distribution has built names that distribution, and NuGet has no packages for it.
    private static string RuntimeIdentifier => RuntimeInformation.RuntimeIdentifier is var own && (own.StartsWith("linux-", StringComparison.Ordinal) || !OperatingSystem.IsLinux())
        ? own
        : $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    /// <returns>Null if it was built; otherwise what the build printed.</returns>
    private async Task<string?> RunAsync(string project, string output, string? profile, CancellationToken cancellationToken)
    {
        // Apart from the developer's own build, and kept, so that the next start compiles only what has changed.
        var artifacts = Path.Combine(Path.GetDirectoryName(project)!, "obj", "private-gateway");
        using var state = await BuildState.OpenAsync(artifacts, cancellationToken);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Arguments(project, artifacts, output, profile))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var build = Process.Start(start)!;
        watchdog.Started(build.Id);
        try
        {
            var errors = build.StandardError.ReadToEndAsync(cancellationToken);
            var text = await build.StandardOutput.ReadToEndAsync(cancellationToken);
            await build.WaitForExitAsync(cancellationToken);
            if (build.ExitCode != 0)
                return $"{text}{await errors}\ndotnet exited with code {build.ExitCode}".TrimStart();

            state.Finished();
            return null;
        }
        catch (OperationCanceledException)
        {
            build.Kill(entireProcessTree: true);
            throw;
        }
        finally
        {
            watchdog.Ended(build.Id);
        }
    }

    // 137: ended by SIGKILL, which the kernel sends to the largest process.
    [GeneratedRegex("exited with (code|return value) 137|OutOfMemory")]
    private static partial Regex Killed();
}
