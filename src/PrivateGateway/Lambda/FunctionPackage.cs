using System.Diagnostics;
using System.IO.Compression;
using PrivateGateway.Templates;

namespace PrivateGateway.Lambda;

/// <summary>The function as Lambda would hold it, in a directory, and the command that starts it there.</summary>
internal sealed record FunctionPackage(string Directory, string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Publishes the project that CodeUri names, unpacks the zip, or takes the directory as it is.</summary>
    /// <exception cref="GatewayStartException">There is nothing to start, or it does not build.</exception>
    public static async Task<FunctionPackage> PrepareAsync(
        LambdaFunction function, string templateDirectory, string scratch, Watchdog watchdog, Action<string> report, CancellationToken cancellationToken)
    {
        if (function.Code is not FunctionCode.Local local)
            throw new GatewayStartException($"Function {function.LogicalId}: its code is not a local directory, project or zip; give one with --function.");

        var code = Path.GetFullPath(Path.Combine(templateDirectory, local.Path));
        var package = Path.Combine(scratch, "function");
        if (FindProject(code) is { } project)
            await PublishAsync(project, package, watchdog, report, cancellationToken);
        else if (File.Exists(code))
            await ZipFile.ExtractToDirectoryAsync(code, package, cancellationToken);
        else
            package = code;

        return In(package, function);
    }

    /// <summary>The command for a directory that holds the published function.</summary>
    /// <exception cref="GatewayStartException">The handler is not there.</exception>
    public static FunctionPackage In(string directory, LambdaFunction function)
    {
        if (function.Runtime is not { } runtime || function.Handler is not { } handler)
            throw new GatewayStartException($"Function {function.LogicalId} has no runtime and handler.");

        if (runtime.StartsWith("provided", StringComparison.Ordinal))
            return new(directory, Executable(Existing(Path.Combine(directory, "bootstrap"), function)), []);

        if (!runtime.StartsWith("dotnet", StringComparison.Ordinal))
            throw new GatewayStartException($"The gateway starts functions of the runtimes dotnet* and provided*, not {runtime}.");

        // A handler with colons names a method, which AWS's own runtime would have to call.
        if (handler.Contains(':'))
            throw new GatewayStartException($"Handler {handler}: only executable assemblies are supported, named without colons.");

        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return new(directory, host, [Existing(Path.Combine(directory, handler + ".dll"), function)]);
    }

    private static string Existing(string path, LambdaFunction function) =>
        File.Exists(path)
            ? path
            : throw new GatewayStartException($"Function {function.Name} ({function.Code}, Handler {function.Handler}): there is no {path}.");

    private static string Executable(string path)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & execute) != 0
            ? path
            : throw new GatewayStartException($"{path} is not executable: run chmod +x on it. Lambda would refuse it too.");
    }

    private static string? FindProject(string code)
    {
        if (File.Exists(code))
            return code.EndsWith("proj", StringComparison.Ordinal) ? code : null;

        return System.IO.Directory.Exists(code) && System.IO.Directory.GetFiles(code, "*.csproj") is [var project] ? project : null;
    }

    private static async Task PublishAsync(string project, string output, Watchdog watchdog, Action<string> report, CancellationToken cancellationToken)
    {
        report($"Building {project}");
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            ["publish", project, "--configuration", "Release", "--output", output, "--nologo", "--verbosity", "quiet"])
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
                throw new GatewayStartException($"The function does not build:\n{text}{await errors}".TrimEnd());
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
}
