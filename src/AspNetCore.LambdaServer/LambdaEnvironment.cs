using System.Globalization;

namespace AspNetCore.LambdaServer;

/// <summary>What Lambda tells a process by its environment, and what the app's configuration says beside it.</summary>
internal sealed class LambdaEnvironment
{
    private const string TraceVariable = "_X_AMZN_TRACE_ID";

    private string? _traceId = Environment.GetEnvironmentVariable(TraceVariable);

    public static bool IsPresent => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME"));

    /// <summary>Host and port of the Runtime API.</summary>
    public string RuntimeApi { get; } = Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is { Length: > 0 } address
        ? address
        : throw new InvalidOperationException("AWS_LAMBDA_FUNCTION_NAME is set, but AWS_LAMBDA_RUNTIME_API is not.");

    public bool TakesSnapshot { get; } = Environment.GetEnvironmentVariable("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start";

    /// <summary>How long before Lambda's deadline RequestAborted fires: <c>Lambda:DeadlineMargin</c>, 500 ms where it is not set.</summary>
    public static TimeSpan DeadlineMargin(IConfiguration configuration)
    {
        if (configuration["Lambda:DeadlineMargin"] is not { Length: > 0 } text)
            return TimeSpan.FromMilliseconds(500);

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var margin) && margin >= TimeSpan.Zero
            ? margin
            : throw new InvalidOperationException($"Lambda:DeadlineMargin is no time span like 00:00:00.5: {text}");
    }

    /// <summary>The AWS SDK and X-Ray read the trace of the current invocation from the environment.</summary>
    public void SetTrace(string? traceId)
    {
        if (traceId == _traceId)
            return;

        Environment.SetEnvironmentVariable(TraceVariable, traceId);
        _traceId = traceId;
    }
}
