using System.Buffers;
using AspNetCore.LambdaServer.Responses;
using AspNetCore.LambdaServer.RuntimeApi;

namespace AspNetCore.LambdaServer.Features;

/// <summary>Collects the body and sends it in one piece. Beyond Lambda's limit nothing is kept, and the request is aborted.</summary>
internal sealed class BufferedBody(string requestId, IResponseChannel channel, ResponseBuffers buffers, RequestLifetime lifetime)
    : ResponseBody(buffers.Body)
{
    /// <summary>Lambda's limit for the response of a synchronous invocation: 6 MB and 100 bytes.</summary>
    public const int LargestAnswer = (6 * 1024 * 1024) + 100;

    public override void Advance(int bytes)
    {
        base.Advance(bytes);
        if (buffers.Body.Length <= LargestAnswer)
            return;

        buffers.Body.Clear();
        lifetime.Abort(AbortReason.ResponseTooLarge);
    }

    public override bool TrySend()
    {
        buffers.Post.Clear();
        buffers.Writer.Write(buffers.Post.Body, Response, buffers.Body.Written.Span);
        if (buffers.Post.Length > LargestAnswer)
            return false;

        IsRefused = !channel.Respond(requestId, buffers.Post);
        return true;
    }

    public override void Replace(ReadOnlySpan<byte> bytes)
    {
        buffers.Body.Clear();
        buffers.Body.Write(bytes);
    }
}
