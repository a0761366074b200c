using System.IO.Pipelines;

namespace AspNetCore.LambdaServer.Features;

/// <summary>Receives the app's writes. The buffer is reused by later invocations; this object serves only one.</summary>
internal abstract class ResponseBody(ReusableBuffer buffer) : PipeWriter
{
    private long _unflushed;
    private bool _isLent;

    /// <summary>Whether status and headers were sent, so that no other response can replace this one.</summary>
    public virtual bool HasLeft => false;

    /// <summary>Whether the Runtime API did not accept the response.</summary>
    public bool IsRefused { get; protected set; }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushed;

    protected Response Response { get; private set; } = null!;

    protected bool HasEnded { get; private set; }

    public void BelongTo(Response response) => Response = response;

    /// <summary>Starts the response: its status and headers no longer change.</summary>
    /// <exception cref="InvalidOperationException">A header cannot be sent, and the response has not started.</exception>
    public virtual void Start()
    {
    }

    /// <summary>Sends the response, or the rest of it.</summary>
    /// <returns>False: it exceeds Lambda's limit, and nothing was sent.</returns>
    /// <exception cref="InvalidOperationException">A header cannot be sent, and nothing was sent.</exception>
    public abstract bool TrySend();

    /// <summary>Replaces the body with the server's own bytes, even after the end.</summary>
    public abstract void Replace(ReadOnlySpan<byte> bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ThrowIfEnded();
        _isLent = true;
        return buffer.GetMemory(sizeHint);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        ThrowIfEnded();
        _isLent = false;
        buffer.Advance(bytes);
        _unflushed += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        var started = Response.StartAsync(cancellationToken);
        if (!started.IsCompletedSuccessfully)
            return AfterAsync(started);

        Flush();
        return default;
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null) => HasEnded = true;

    /// <summary>Releases the buffer to the next invocation, unless a task that the app left running could still write to it.</summary>
    public void Release()
    {
        if (_isLent)
            buffer.Replace();
    }

    /// <summary>Sends the written data to the client.</summary>
    protected virtual void Flush() => _unflushed = 0;

    protected void ThrowIfEnded()
    {
        if (HasEnded)
            throw new InvalidOperationException("The response has ended.");
    }

    private async ValueTask<FlushResult> AfterAsync(Task started)
    {
        await started;
        Flush();
        return default;
    }
}
