namespace PrivateGateway;

/// <summary>The gateway cannot start with these options. The message is for the user.</summary>
public sealed class GatewayStartException : Exception
{
    internal GatewayStartException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
