using System.IO.Pipelines;

namespace AspNetCore.LambdaServer.Features;

/// <summary>Collects what the app writes. Beyond what Lambda takes nothing is kept, and the request is aborted.</summary>
internal sealed class ResponseBody(Response response, ReusableBuffer buffer, Action tooLarge) : PipeWriter
{
    /// <summary>What Lambda takes as the answer of a synchronous invocation: 6 MB and 100 bytes.</summary>
    public const int LargestAnswer = (6 * 1024 * 1024) + 100;

    private bool _ended;
    private long _unflushed;

    public bool IsTooLarge { get; private set; }

    public ReadOnlyMemory<byte> Bytes => buffer.Written;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushed;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ThrowIfEnded();
        return buffer.GetMemory(sizeHint);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        ThrowIfEnded();
        return buffer.GetSpan(sizeHint);
    }

    public override void Advance(int bytes)
    {
        ThrowIfEnded();
        buffer.Advance(bytes);
        _unflushed += bytes;
        if (buffer.Length <= LargestAnswer)
            return;

        buffer.Truncate(0);
        if (IsTooLarge)
            return;

        IsTooLarge = true;
        tooLarge();
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        _unflushed = 0;
        var started = response.StartAsync(cancellationToken);
        return started.IsCompletedSuccessfully ? default : AfterAsync(started);

        static async ValueTask<FlushResult> AfterAsync(Task started)
        {
            await started;
            return default;
        }
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null) => _ended = true;

    private void ThrowIfEnded()
    {
        if (_ended)
            throw new InvalidOperationException("The response has ended.");
    }
}
