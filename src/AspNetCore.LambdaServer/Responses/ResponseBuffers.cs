using AspNetCore.LambdaServer.RuntimeApi;

namespace AspNetCore.LambdaServer.Responses;

/// <summary>The buffers for responses, reused from invocation to invocation.</summary>
internal sealed class ResponseBuffers(ProxyResponseWriter writer) : IDisposable
{
    public ProxyResponseWriter Writer => writer;

    /// <summary>The body that the app writes.</summary>
    public ReusableBuffer Body { get; } = new();

    /// <summary>The response in the form for the Runtime API.</summary>
    public OutgoingPost Post { get; } = new();

    public void Dispose() => writer.Dispose();
}
