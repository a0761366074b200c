using Microsoft.AspNetCore.Http.Features;

namespace AspNetCore.LambdaServer.Features;

/// <summary>
/// Ends the request a little before Lambda would end the process, so that there is time to answer. The timer exists only if
/// somebody asks for the token.
/// </summary>
/// <param name="abortAt">Null: never.</param>
internal sealed class RequestLifetime(DateTimeOffset? abortAt, TimeProvider time) : IHttpRequestLifetimeFeature, IDisposable
{
    private CancellationTokenSource? _source;
    private CancellationToken? _replaced;
    private volatile bool _givenUp;

    public CancellationToken RequestAborted
    {
        get => _replaced ?? (_source ??= Start()).Token;
        set => _replaced = value;
    }

    /// <summary>The token has fired because of the deadline.</summary>
    public bool IsTimeUp => !_givenUp && _source is { IsCancellationRequested: true };

    /// <summary>The app itself gave up on the request.</summary>
    public bool IsGivenUp => _givenUp;

    public void Abort()
    {
        _givenUp = true;
        (_source ??= new CancellationTokenSource()).Cancel();
    }

    public void Dispose() => _source?.Dispose();

    private CancellationTokenSource Start()
    {
        if (abortAt is not { } end)
            return new CancellationTokenSource();

        var left = end - time.GetUtcNow();
        if (left > TimeSpan.Zero)
            return new CancellationTokenSource(left, time);

        var over = new CancellationTokenSource();
        over.Cancel();
        return over;
    }
}
