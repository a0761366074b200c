namespace AspNetCore.LambdaServer.Invocations;

internal static partial class InvocationLog
{
    [LoggerMessage(1, LogLevel.Error, "Invocation {RequestId}: the app threw an exception.")]
    public static partial void Unhandled(this ILogger logger, string requestId, Exception fault);

    [LoggerMessage(2, LogLevel.Error, "Invocation {RequestId}: the response is larger than the 6 MB that Lambda returns in one piece.")]
    public static partial void TooLarge(this ILogger logger, string requestId);

    [LoggerMessage(3, LogLevel.Error, "Invocation {RequestId}: the app did not respond in time.")]
    public static partial void TimeIsUp(this ILogger logger, string requestId);

    [LoggerMessage(4, LogLevel.Warning, "Invocation {RequestId}: refused. {Reason}")]
    public static partial void RefusedRequest(this ILogger logger, string requestId, string reason);

    [LoggerMessage(5, LogLevel.Error, "Invocation {RequestId}: a callback after the response threw an exception.")]
    public static partial void CompletionFailed(this ILogger logger, string requestId, Exception fault);

    [LoggerMessage(6, LogLevel.Error, "Invocation {RequestId}: {Reason}")]
    public static partial void Malformed(this ILogger logger, string requestId, string reason);

    [LoggerMessage(7, LogLevel.Warning, "Invocation {RequestId}: the Lambda Runtime API did not accept the response.")]
    public static partial void NotAccepted(this ILogger logger, string requestId);

    [LoggerMessage(9, LogLevel.Debug, "Invocation {RequestId}: the client disconnected.")]
    public static partial void ClientGone(this ILogger logger, string requestId);
}
