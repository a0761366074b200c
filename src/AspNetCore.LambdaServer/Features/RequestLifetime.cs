using Microsoft.AspNetCore.Http.Features;

namespace AspNetCore.LambdaServer.Features;

/// <summary>Why a request was aborted.</summary>
internal enum AbortReason
{
    Deadline = 1,
    App,
    ResponseTooLarge,
    ClientGone,
}

/// <summary>
/// Aborts the request shortly before Lambda would end the process, to leave time for a response. The timer is created only
/// when the token is used.
/// </summary>
/// <param name="abortAt">Null: never.</param>
internal sealed class RequestLifetime(DateTimeOffset? abortAt, TimeProvider time) : IHttpRequestLifetimeFeature, IDisposable
{
    // The maximum of a timer, longer than any invocation; test tools set deadlines that are years ahead.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private CancellationTokenSource? _source;
    private CancellationToken? _replaced;
    private AbortReason _reason;
    private volatile bool _hasEnded;

    public CancellationToken RequestAborted
    {
        get => _replaced ?? Token();
        set => _replaced = value;
    }

    /// <summary>Null: the request is not aborted.</summary>
    public AbortReason? Reason => _reason != default ? _reason : _source is { IsCancellationRequested: true } ? AbortReason.Deadline : null;

    public void Abort() => Abort(AbortReason.App);

    /// <summary>The first reason counts. After the end of the request this does nothing.</summary>
    public void Abort(AbortReason reason)
    {
        if (_hasEnded || Reason is not null)
            return;

        Interlocked.CompareExchange(ref _reason, reason, default);
        try
        {
            (_source ?? Add(new CancellationTokenSource())).Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The request has ended meanwhile.
        }
    }

    public void Dispose()
    {
        _hasEnded = true;
        _source?.Dispose();
    }

    private CancellationToken Token()
    {
        try
        {
            return (_source ?? Add(Start())).Token;
        }
        catch (ObjectDisposedException)
        {
            return new CancellationToken(canceled: Reason is not null);
        }
    }

    private CancellationTokenSource Add(CancellationTokenSource source) => Interlocked.CompareExchange(ref _source, source, null) ?? source;

    private CancellationTokenSource Start()
    {
        if (_hasEnded || abortAt is not { } end || end - time.GetUtcNow() is var left && left > LongestTimer)
            return new CancellationTokenSource();
        if (left > TimeSpan.Zero)
            return new CancellationTokenSource(left, time);

        var over = new CancellationTokenSource();
        over.Cancel();
        return over;
    }
}
