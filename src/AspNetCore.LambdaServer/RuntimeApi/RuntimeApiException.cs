namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>The Runtime API is out of reach, broke the protocol, or refused: no invocation can be served any more.</summary>
internal sealed class RuntimeApiException(string message, Exception? cause = null) : Exception(message, cause);
