using System.IO.Compression;
using PrivateGateway.Templates;

namespace PrivateGateway.Lambda;

/// <summary>A function's code in a directory of this machine, as Lambda would hold it.</summary>
internal static class FunctionPackage
{
    /// <summary>Uses the directory that the user names; otherwise publishes the project in CodeUri, unpacks a zip, or writes inline code.</summary>
    /// <returns>The command that starts the function; and the function, with the runtime that it runs on here.</returns>
    /// <exception cref="GatewayStartException">There is nothing to start, or it does not build.</exception>
    public static async Task<(LambdaFunction Function, FunctionCommand Command)> PrepareAsync(
        LambdaFunction function, FunctionBuild build, GatewayOptions options, TemporaryDirectory temporary, CancellationToken cancellationToken)
    {
        var directory = options.FunctionDirectories.GetValueOrDefault(function.LogicalId) ?? options.FunctionDirectory;
        var command = options.FunctionCommands.GetValueOrDefault(function.LogicalId) ?? options.FunctionCommand;
        if (directory is not null)
            directory = Path.GetFullPath(directory);
        else if (command is not null && function.Code is FunctionCode.Elsewhere)
            directory = Environment.CurrentDirectory;
        else
            (function, directory) = await UnpackAsync(function, build, options, temporary, cancellationToken);
        if (!Directory.Exists(directory))
            throw new GatewayStartException($"Function {function.LogicalId}: the directory {directory} does not exist. Build the function first, or say where it is: --function {function.LogicalId}=DIRECTORY");

        return (function, command is not null ? FunctionCommand.Shell(directory, command) : FunctionCommand.Of(function, directory, temporary.Path));
    }

    private static async Task<(LambdaFunction Function, string Directory)> UnpackAsync(
        LambdaFunction function, FunctionBuild build, GatewayOptions options, TemporaryDirectory temporary, CancellationToken cancellationToken)
    {
        var package = temporary.PackageOf(function.LogicalId);
        switch (function.Code)
        {
            case FunctionCode.Inline inline:
                Directory.CreateDirectory(package);
                var extension = function.Runtime?.StartsWith("python", StringComparison.Ordinal) == true ? "py" : "js";
                await File.WriteAllTextAsync(Path.Combine(package, $"index.{extension}"), inline.Source, cancellationToken);
                return (function, package);

            case FunctionCode.Local local:
                var code = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.TemplatePath))!, local.Path));
                if (FindProject(code) is { } project)
                    return (await build.PublishAsync(function, project, package, cancellationToken), package);

                if (!File.Exists(code))
                    return (function, code);

                await ZipFile.ExtractToDirectoryAsync(code, package, cancellationToken);
                return (function, package);

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
}
