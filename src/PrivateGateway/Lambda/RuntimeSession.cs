using System.Threading.Channels;

namespace PrivateGateway.Lambda;

/// <summary>
/// One function process as the Runtime API knows it, from its start to its end. A connection belongs to the session that
/// was current when it was opened, so late requests of a dying process never affect its successor.
/// </summary>
internal sealed class RuntimeSession
{
    // The thread that offers an invocation also sends it to the process.
    private readonly Channel<Invocation> _offers = Channel.CreateBounded<Invocation>(new BoundedChannelOptions(1) { AllowSynchronousContinuations = true });
    private readonly TaskCompletionSource<string?> _initialised = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();

    // The process itself counts as one.
    private int _connections = 1;
    private Invocation? _current;
    private string? _ended;

    /// <summary>Completes when the process first asks for an invocation (null), or can no longer do so (the reason).</summary>
    public Task<string?> Initialised => _initialised.Task;

    /// <summary>False when the process has ended: the invocation can be offered to another one.</summary>
    public bool Offer(Invocation invocation) => _offers.Writer.TryWrite(invocation);

    /// <summary>Waits for the next invocation, without a time limit. Null: the last one has no answer yet.</summary>
    public async Task<Invocation?> NextAsync(CancellationToken cancellationToken)
    {
        _initialised.TrySetResult(null);
        if (_current is { IsUnderWay: true })
            return null;

        var invocation = await _offers.Reader.ReadAsync(cancellationToken);
        lock (_lock)
        {
            // The process ended in the meantime, without the event: it is not lost.
            invocation.Taken = _ended is null;
            _current = invocation;
            if (_ended is not null)
                invocation.TryComplete(InvocationStatus.Crashed, detail: _ended);
        }

        return invocation;
    }

    /// <summary>False when this is not the current invocation: an unknown id, or a second response.</summary>
    public bool Answer(string requestId, InvocationStatus status, ReadOnlyMemory<byte> response, string? detail, StreamedResponse? stream = null) =>
        _current is { } current && current.RequestId == requestId && current.TryComplete(status, response, detail, stream);

    public bool IsUnderWay(string requestId) =>
        _current is { Result.IsCompleted: false } current && current.RequestId == requestId;

    public void FailInitialisation(string reason) => _initialised.TrySetResult(reason);

    public void Connected() => Interlocked.Increment(ref _connections);

    public void Disconnected()
    {
        if (Interlocked.Decrement(ref _connections) == 0)
            _disconnected.TrySetResult();
    }

    /// <summary>The process is gone. What it sent before is read, then its current invocation fails if it has no answer.</summary>
    public async Task EndAsync(string reason)
    {
        Disconnected();
        // A child of the process can keep a connection open.
        await _disconnected.Task.WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            _ended = reason;
            _current?.TryComplete(InvocationStatus.Crashed, detail: reason);
        }

        _offers.Writer.TryComplete();
        while (_offers.Reader.TryRead(out var waiting))
            waiting.TryComplete(InvocationStatus.Crashed, detail: reason);

        _initialised.TrySetResult(reason);
    }
}
