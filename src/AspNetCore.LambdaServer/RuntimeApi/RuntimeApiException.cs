namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>The Runtime API cannot be reached, broke the protocol, or refused a request: no more invocations can be served.</summary>
internal sealed class RuntimeApiException(string message, Exception? cause = null) : Exception(message, cause);
