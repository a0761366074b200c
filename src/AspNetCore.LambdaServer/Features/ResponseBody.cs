using System.IO.Pipelines;

namespace AspNetCore.LambdaServer.Features;

/// <summary>Takes what the app writes. The buffer serves one invocation after the other; this object serves one.</summary>
internal abstract class ResponseBody(ReusableBuffer buffer) : PipeWriter
{
    private long _unflushed;
    private bool _isLent;

    /// <summary>Whether status and headers have left, so that no other response can take this one's place.</summary>
    public virtual bool HasLeft => false;

    /// <summary>Whether the Runtime API did not accept the response.</summary>
    public bool IsRefused { get; protected set; }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushed;

    protected Response Response { get; private set; } = null!;

    protected bool HasEnded { get; private set; }

    public void BelongTo(Response response) => Response = response;

    /// <summary>The response starts: its status and headers do not change any more.</summary>
    /// <exception cref="InvalidOperationException">A header cannot be sent, and the response has not started.</exception>
    public virtual void Start()
    {
    }

    /// <summary>Sends the response, or what is left of it.</summary>
    /// <returns>False: it is larger than Lambda takes, and nothing was sent.</returns>
    /// <exception cref="InvalidOperationException">A header cannot be sent, and nothing was sent.</exception>
    public abstract bool TrySend();

    /// <summary>Empties the body and takes bytes that are not the app's, also after the end.</summary>
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

    /// <summary>The next invocation may have the buffer, unless a task that the app left behind may still write into it.</summary>
    public void Release()
    {
        if (_isLent)
            buffer.Replace();
    }

    /// <summary>What was written has to reach the client.</summary>
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
