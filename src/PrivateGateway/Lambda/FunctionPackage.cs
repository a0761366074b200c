using System.Diagnostics;
using System.IO.Compression;
using PrivateGateway.Templates;

namespace PrivateGateway.Lambda;

/// <summary>A function's code in a directory of this machine, as Lambda would hold it.</summary>
internal static class FunctionPackage
{
    /// <summary>Uses the directory that the user names; otherwise publishes the project in CodeUri, unpacks a zip, or writes inline code.</summary>
    /// <returns>The command that starts the function.</returns>
    /// <exception cref="GatewayStartException">There is nothing to start, or it does not build.</exception>
    public static async Task<FunctionCommand> PrepareAsync(
        LambdaFunction function, GatewayOptions options, TemporaryDirectory temporary, Watchdog watchdog, CancellationToken cancellationToken)
    {
        var directory = options.FunctionDirectories.GetValueOrDefault(function.LogicalId) ?? options.FunctionDirectory;
        var command = options.FunctionCommands.GetValueOrDefault(function.LogicalId) ?? options.FunctionCommand;
        directory = directory is not null
            ? Path.GetFullPath(directory)
            : command is null || function.Code is not FunctionCode.Elsewhere
                ? await UnpackAsync(function, options, temporary, watchdog, cancellationToken)
                : Environment.CurrentDirectory;
        if (!Directory.Exists(directory))
            throw new GatewayStartException($"Function {function.LogicalId}: there is no directory {directory}. Build the function first, or say where it is: --function {function.LogicalId}=DIRECTORY");

        return command is not null ? FunctionCommand.Shell(directory, command) : FunctionCommand.Of(function, directory, temporary.Path);
    }

    private static async Task<string> UnpackAsync(
        LambdaFunction function, GatewayOptions options, TemporaryDirectory temporary, Watchdog watchdog, CancellationToken cancellationToken)
    {
        var package = Path.Combine(temporary.Path, "functions", function.LogicalId);
        switch (function.Code)
        {
            case FunctionCode.Inline inline:
                Directory.CreateDirectory(package);
                var extension = function.Runtime?.StartsWith("python", StringComparison.Ordinal) == true ? "py" : "js";
                await File.WriteAllTextAsync(Path.Combine(package, $"index.{extension}"), inline.Source, cancellationToken);
                return package;

            case FunctionCode.Local local:
                var code = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.TemplatePath))!, local.Path));
                if (FindProject(code) is { } project)
                    await PublishAsync(project, package, watchdog, options.Report, cancellationToken);
                else if (File.Exists(code))
                    await ZipFile.ExtractToDirectoryAsync(code, package, cancellationToken);
                else
                    return code;

                return package;

            case FunctionCode.Elsewhere elsewhere:
                throw new GatewayStartException(
                    $"Function {function.LogicalId}: its code is not on this machine ({elsewhere.Place}). Say where a copy is: --function {function.LogicalId}=DIRECTORY");

            default:
                throw new InvalidOperationException($"{function.Code}");
        }
    }

    private static string? FindProject(string code)
    {
        if (File.Exists(code))
            return code.EndsWith("proj", StringComparison.Ordinal) ? code : null;

        return Directory.Exists(code) && Directory.GetFiles(code, "*.csproj") is [var project] ? project : null;
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
