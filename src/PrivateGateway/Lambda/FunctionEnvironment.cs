using System.Collections;
using PrivateGateway.Templates;

namespace PrivateGateway.Lambda;

/// <summary>The environment of a function process: Lambda's own variables, the template's, and what differs in a local run.</summary>
internal static class FunctionEnvironment
{
    // What a process needs to find its runtime. Nothing else of the developer's environment reaches it.
    private static readonly string[] Inherited =
        ["PATH", "HOME", "SystemRoot", "DOTNET_ROOT", "DOTNET_HOST_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    private static readonly string[] Credentials = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

    private static readonly string[] TemporaryFiles = ["TMPDIR", "TEMP", "TMP"];

    /// <param name="own">The gateway's own environment.</param>
    /// <param name="given">What <c>--env</c> gave; it overrides everything else.</param>
    /// <param name="temporary">The folder for the function's temporary files. <c>${TMPDIR}</c> in the Metadata's values stands for it.</param>
    public static IReadOnlyDictionary<string, string> Of(
        PrivateApi api, LambdaFunction function, string directory, IDictionary own, IReadOnlyDictionary<string, string> given, string temporary, bool snapStart)
    {
        var variables = new Dictionary<string, string>();
        foreach (var name in Inherited)
            Copy(name);

        foreach (var (name, value) in function.Environment)
            variables[name] = value;

        variables["_HANDLER"] = function.Handler ?? "";
        variables["AWS_REGION"] = api.Region;
        variables["AWS_DEFAULT_REGION"] = api.Region;
        variables["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{function.Runtime}";
        variables["AWS_LAMBDA_FUNCTION_NAME"] = function.Name;
        variables["AWS_LAMBDA_FUNCTION_VERSION"] = snapStart ? "1" : "$LATEST";
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = $"{function.MemoryMegabytes}";
        variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = snapStart ? "snap-start" : "on-demand";
        variables["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{function.Name}";
        variables["AWS_LAMBDA_LOG_STREAM_NAME"] = $"{DateTime.UtcNow:yyyy/MM/dd}/[$LATEST]{Guid.NewGuid():N}";
        variables["LAMBDA_TASK_ROOT"] = directory;
        variables["LAMBDA_RUNTIME_DIR"] = "/var/runtime";
        variables["LANG"] = "en_US.UTF-8";
        variables["TZ"] = ":UTC";
        foreach (var name in TemporaryFiles)
            variables[name] = temporary;

        // The SDK signs every request: without credentials it would look for the developer's.
        foreach (var name in Credentials)
            Copy(name);
        variables.TryAdd("AWS_ACCESS_KEY_ID", "local");
        variables.TryAdd("AWS_SECRET_ACCESS_KEY", "local");

        foreach (var (name, value) in api.LocalEnvironment)
            variables[name] = value.Replace("${TMPDIR}", temporary, StringComparison.Ordinal);

        // Where the developer's emulators of AWS services are.
        foreach (var name in own.Keys.Cast<string>().Where(name => name.StartsWith("AWS_ENDPOINT_URL", StringComparison.Ordinal)))
            Copy(name);

        foreach (var (name, value) in given)
            variables[name] = value;

        return variables;

        void Copy(string name)
        {
            if (own[name] is string value)
                variables[name] = value;
        }
    }
}
