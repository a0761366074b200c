using AspNetCore.LambdaServer.RuntimeApi;

namespace AspNetCore.LambdaServer.Responses;

/// <summary>What the responses of one invocation after the other are written with.</summary>
internal sealed class ResponseBuffers(ProxyResponseWriter writer) : IDisposable
{
    public ProxyResponseWriter Writer => writer;

    /// <summary>What the app writes.</summary>
    public ReusableBuffer Body { get; } = new();

    /// <summary>The response as the Runtime API gets it.</summary>
    public OutgoingPost Post { get; } = new();

    public void Dispose() => writer.Dispose();
}
