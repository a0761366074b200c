using System.Buffers;
using System.IO.Pipelines;
using AspNetCore.LambdaServer.Responses;
using AspNetCore.LambdaServer.RuntimeApi;

namespace AspNetCore.LambdaServer.Features;

/// <summary>
/// Sends the body while the app writes it: a flush is a chunk, which has been sent when the flush returns. The app may write on any
/// thread, and its deadline fires on another: the channel is used only under the lock.
/// </summary>
internal sealed class StreamedBody(string requestId, IResponseChannel channel, ResponseBuffers buffers, RequestLifetime lifetime)
    : ResponseBody(buffers.Body)
{
    private const int LargestChunk = 64 * 1024;

    private readonly Lock _turn = new();
    private readonly OutgoingChunk _chunk = new(buffers.Body);
    private bool _hasLeft;
    private bool _isSent;
    private long _length;

    public override bool HasLeft => _hasLeft;

    /// <summary>Whether all of it was sent, which <c>CompleteAsync</c> can do before the app has ended.</summary>
    public bool IsSent => _isSent;

    /// <summary>Whether the app has written less or more than the Content-Length that it announced.</summary>
    public bool HasWrongLength => Response.HasBody && Response.Headers.ContentLength is { } announced && announced != _length + _chunk.Length;

    public override void Start()
    {
        lock (_turn)
        {
            buffers.Post.Clear();
            buffers.Writer.WritePrelude(buffers.Post.Body, Response);
            channel.Begin(requestId, buffers.Post);
            _hasLeft = true;
        }

        // From now on the deadline ends the response even if the app does not ask for the token.
        lifetime.RequestAborted.UnsafeRegister(static body => ((StreamedBody)body!).EndBlockedWrite(), this);
    }

    /// <summary>Writes in pieces, so that the buffer stays small.</summary>
    public override async ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        do
        {
            var piece = source[..Math.Min(source.Length, LargestChunk)];
            piece.CopyTo(GetMemory(piece.Length));
            Advance(piece.Length);
            source = source[piece.Length..];
            await FlushAsync(cancellationToken);
        }
        while (source.Length > 0);

        return default;
    }

    public override void Complete(Exception? exception = null)
    {
        lock (_turn)
            base.Complete(exception);
    }

    public override bool TrySend()
    {
        lock (_turn)
        {
            _isSent = true;
            SendChunk();
            IsRefused = !channel.End(fault: null);
            return true;
        }
    }

    /// <summary>Ends the response so that the client sees that it is incomplete.</summary>
    public void BreakOff(Exception fault)
    {
        lock (_turn)
        {
            _isSent = true;
            IsRefused = !channel.End(fault);
        }
    }

    public override void Replace(ReadOnlySpan<byte> bytes)
    {
        lock (_turn)
        {
            _chunk.Clear();
            buffers.Body.Write(bytes);
        }
    }

    /// <summary>Aborts the request if the client has disconnected, which otherwise only a write would detect.</summary>
    public void CheckClient()
    {
        if (!_turn.TryEnter())
            return;

        var isGone = _hasLeft && !_isSent && channel.IsAbandoned;
        _turn.Exit();
        if (isGone)
            lifetime.Abort(AbortReason.ClientGone);
    }

    protected override void Flush()
    {
        lock (_turn)
        {
            if (HasEnded)
                return;
            if (lifetime.Reason is null && SendChunk())
            {
                base.Flush();
                return;
            }
        }

        lifetime.Abort(AbortReason.ClientGone);
        throw new OperationCanceledException(lifetime.RequestAborted);
    }

    /// <returns>False: the client has disconnected.</returns>
    private bool SendChunk()
    {
        if (_chunk.Length == 0)
            return true;

        _length += _chunk.Length;
        var isWanted = !Response.HasBody || channel.TryWrite(_chunk.Complete());
        _chunk.Clear();
        return isWanted;
    }

    // A write that makes progress ends within this time, and no other follows. A blocked write is ended by closing the connection.
    private void EndBlockedWrite()
    {
        if (_turn.TryEnter(TimeSpan.FromMilliseconds(100)))
            _turn.Exit();
        else
            channel.Abort();
    }
}
