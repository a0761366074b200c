namespace PrivateGateway;

/// <summary>The gateway cannot start as it was asked to; the message is for the person who asked.</summary>
internal sealed class GatewayStartException(string message, Exception? inner = null) : Exception(message, inner);
