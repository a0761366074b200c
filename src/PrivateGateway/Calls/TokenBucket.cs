namespace PrivateGateway.Calls;

/// <summary>Holds <paramref name="burst"/> tokens and gains <paramref name="rate"/> a second; without a rate it never runs out.</summary>
internal sealed class TokenBucket(double? rate, int? burst, TimeProvider time)
{
    // Assumed: without a burst limit, one second's worth of tokens.
    private readonly double _capacity = burst ?? Math.Max(1, rate ?? 0);
    private readonly Lock _lock = new();
    private double _tokens = burst ?? Math.Max(1, rate ?? 0);
    private long _filled = time.GetTimestamp();

    public bool TryTake()
    {
        if (rate is not { } perSecond)
            return true;

        lock (_lock)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(_capacity, _tokens + (perSecond * time.GetElapsedTime(_filled, now).TotalSeconds));
            _filled = now;
            if (_tokens < 1)
                return false;

            _tokens--;
            return true;
        }
    }
}
