namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>
/// The value of <c>AWS_LAMBDA_RUNTIME_API</c>: <c>host:port</c>, as Lambda sets it, or <c>host:port/path</c>, as AWS's test tools set
/// it to serve several functions on one port.
/// </summary>
/// <param name="Authority">Host and port, as the Host header has them.</param>
/// <param name="BasePath">Empty, or a path without a slash at its end.</param>
internal sealed record RuntimeApiAddress(string Authority, string Host, int Port, string BasePath)
{
    /// <exception cref="RuntimeApiException">The text is not such an address.</exception>
    public static RuntimeApiAddress Parse(string text)
    {
        var slash = text.IndexOf('/');
        var authority = slash < 0 ? text : text[..slash];
        var path = slash < 0 ? "" : text[slash..].TrimEnd('/');
        var colon = authority.LastIndexOf(':');
        if (colon < 0 && authority.Length > 0)
            return new RuntimeApiAddress(authority, authority, 80, path);

        return int.TryParse(authority.AsSpan(colon + 1), out var port) && port is > 0 and < 65536
            ? new RuntimeApiAddress(authority, authority[..colon], port, path)
            : throw new RuntimeApiException($"AWS_LAMBDA_RUNTIME_API is not host:port or host:port/path: {text}");
    }
}
