namespace PetStore.Benchmarks.Functions;

internal static class LambdaEnvironment
{
    /// <summary>The variables that Lambda sets for a function.</summary>
    public static IEnumerable<KeyValuePair<string, string>> For(Function function, string runtimeApi) =>
    [
        new("AWS_LAMBDA_RUNTIME_API", runtimeApi),
        new("AWS_LAMBDA_FUNCTION_NAME", function.Name),
        new("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        new("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024"),
        new("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        new("AWS_LAMBDA_LOG_GROUP_NAME", $"/aws/lambda/{function.Name}"),
        new("AWS_LAMBDA_LOG_STREAM_NAME", "benchmark"),
        new("AWS_REGION", "us-east-1"),
        new("AWS_DEFAULT_REGION", "us-east-1"),
        new("LAMBDA_TASK_ROOT", function.Directory),
        new("_HANDLER", Path.GetFileNameWithoutExtension(function.File)),
        new("TZ", ":UTC"),
    ];
}
