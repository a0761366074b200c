namespace AspNetCore.LambdaServer.Events;

/// <summary>The payload of an invocation is not a REST proxy event.</summary>
internal sealed class MalformedEventException(string message, Exception? cause = null) : Exception(message, cause);
