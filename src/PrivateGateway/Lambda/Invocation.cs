namespace PrivateGateway.Lambda;

internal enum InvocationStatus
{
    /// <summary>The function posted a response; whether API Gateway can use it is decided elsewhere.</summary>
    Responded,

    /// <summary>The function posted an error, or a response that is too large.</summary>
    FunctionError,

    TimedOut,
    Crashed,
    InitFailed,

    /// <summary>The reserved concurrency is used up.</summary>
    Throttled,

    /// <summary>Lambda refuses the event for its size.</summary>
    TooLarge,
}

/// <param name="Payload">What the function posted as response; empty for all other outcomes, and for a stream.</param>
/// <param name="Detail">For the log: what went wrong; null on success.</param>
/// <param name="Cold">A process was started for this invocation.</param>
internal sealed record InvocationResult(InvocationStatus Status, ReadOnlyMemory<byte> Payload, string? Detail, bool Cold)
{
    /// <summary>The message of the error that the function posted.</summary>
    public string ErrorMessage => Detail?.Split(": ", 2) is [_, var message] ? message : Detail ?? "";

    /// <summary>The event itself, with <c>--no-functions</c>: a response for buffered and streaming integrations alike.</summary>
    public bool IsEcho { get; init; }

    /// <summary>Set where the function streams its response.</summary>
    public StreamedResponse? Stream { get; init; }
}

/// <summary>One event for a function process, and the first response to it.</summary>
internal sealed class Invocation(string requestId, ReadOnlyMemory<byte> payload, string functionArn, string traceId)
{
    private readonly TaskCompletionSource<InvocationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string RequestId => requestId;

    public ReadOnlyMemory<byte> Payload => payload;

    public string FunctionArn => functionArn;

    public string TraceId => traceId;

    /// <summary>When Lambda will end the process; known once a process is chosen.</summary>
    public DateTimeOffset Deadline { get; set; }

    /// <summary>Set when the process has fetched the event: from here on the invocation is not given to another one.</summary>
    public bool Taken { get; set; }

    public Task<InvocationResult> Result => _result.Task;

    /// <summary>Whether the process still works on it: it has not answered, or its stream has not ended.</summary>
    public bool IsUnderWay => !Result.IsCompleted || Result.Result.Stream is { Ended.IsCompleted: false };

    /// <summary>The same event for another process.</summary>
    public Invocation Again() => new(requestId, payload, functionArn, traceId);

    public bool TryComplete(
        InvocationStatus status, ReadOnlyMemory<byte> response = default, string? detail = null, StreamedResponse? stream = null) =>
        _result.TrySetResult(new InvocationResult(status, response, detail, Cold: false) { Stream = stream });
}
