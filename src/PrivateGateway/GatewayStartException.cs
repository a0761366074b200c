namespace PrivateGateway;

/// <summary>The gateway cannot start as it was asked to. The message is for the person who asked.</summary>
public sealed class GatewayStartException : Exception
{
    internal GatewayStartException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
