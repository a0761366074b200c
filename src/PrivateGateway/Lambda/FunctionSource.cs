using PrivateGateway.Templates;

namespace PrivateGateway.Lambda;

/// <summary>Where a function's code comes from on this machine, and whether it has changed.</summary>
internal static class FunctionSource
{
    /// <summary>A directory or a file; null where the code is in the template, or not known.</summary>
    public static string? PathOf(LambdaFunction function, GatewayOptions options)
    {
        if ((options.FunctionDirectories.GetValueOrDefault(function.LogicalId) ?? options.FunctionDirectory) is { } given)
            return Path.GetFullPath(given);

        if (function.Code is not FunctionCode.Local local)
            return null;

        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.TemplatePath))!, local.Path));
        return path.EndsWith("proj", StringComparison.Ordinal) ? Path.GetDirectoryName(path) : path;
    }

    /// <summary>Equal for two versions of a function whose processes are interchangeable.</summary>
    public static string FingerprintOf(PrivateApi api, LambdaFunction function, GatewayOptions options)
    {
        var variables = function.Environment.Concat(api.LocalEnvironment).Concat(api.PublishProfiles).OrderBy(variable => variable.Key, StringComparer.Ordinal);
        var code = PathOf(function, options) is { } path ? Fingerprint.OfTree(path) : "";
        return $"{function with { Permissions = null }}\n{api.Functions.Count == 1}\n{string.Join('\n', variables)}\n{code}";
    }
}
