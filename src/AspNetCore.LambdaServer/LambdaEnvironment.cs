using System.Globalization;
using AspNetCore.LambdaServer.RuntimeApi;

namespace AspNetCore.LambdaServer;

/// <summary>The environment variables that Lambda sets for a process.</summary>
internal sealed class LambdaEnvironment
{
    private const string TraceVariable = "_X_AMZN_TRACE_ID";

    private string? _traceId = Environment.GetEnvironmentVariable(TraceVariable);

    public static bool IsPresent => Variable("AWS_LAMBDA_FUNCTION_NAME") is not null;

    public RuntimeApiAddress RuntimeApi { get; } = RuntimeApiAddress.Parse(Variable("AWS_LAMBDA_RUNTIME_API")
        ?? throw new InvalidOperationException("AWS_LAMBDA_FUNCTION_NAME is set, but AWS_LAMBDA_RUNTIME_API is not."));

    public bool TakesSnapshot { get; } = Variable("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start";

    /// <summary>How many invocations Lambda sends at a time: one, except on Lambda Managed Instances.</summary>
    /// <exception cref="InvalidOperationException">AWS_LAMBDA_MAX_CONCURRENCY is not a number from 1.</exception>
    public static int MaxConcurrency()
    {
        if (Variable("AWS_LAMBDA_MAX_CONCURRENCY") is not { } text)
            return 1;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new InvalidOperationException($"AWS_LAMBDA_MAX_CONCURRENCY is not a whole number from 1: {text}");
    }

    /// <summary>The AWS SDK and X-Ray read the trace of the current invocation from the environment.</summary>
    public void SetTrace(string? traceId)
    {
        if (traceId == _traceId)
            return;

        Environment.SetEnvironmentVariable(TraceVariable, traceId);
        _traceId = traceId;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
