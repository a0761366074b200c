namespace PrivateGateway.Monitoring;

/// <summary>The last calls, numbered from 1. It is bounded by their number and by their size: the oldest ones go first.</summary>
internal sealed class CallHistory(int capacity)
{
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly GatewayCall?[] _ring = new GatewayCall?[capacity];
    private long _oldest = 1;
    private long _next = 1;
    private long _bytes;

    /// <summary>The number of the last call; 0 before the first.</summary>
    public long Last => Interlocked.Read(ref _next) - 1;

    public void Add(GatewayCall call)
    {
        if (capacity == 0)
            return;

        lock (_lock)
        {
            while (_oldest < _next && (_next - _oldest >= capacity || _bytes + call.Size > MostBytes))
            {
                _bytes -= _ring[_oldest % capacity]!.Size;
                _ring[_oldest++ % capacity] = null;
            }

            call.Number = _next;
            _ring[_next % capacity] = call;
            _bytes += call.Size;
            Interlocked.Increment(ref _next);
        }
    }

    /// <returns>Null if the history does not have the call.</returns>
    public GatewayCall? Find(long number)
    {
        lock (_lock)
        {
            return number >= _oldest && number < _next ? _ring[number % capacity] : null;
        }
    }

    /// <summary>All kept calls, the oldest first.</summary>
    public IReadOnlyList<GatewayCall> All()
    {
        lock (_lock)
        {
            var calls = new GatewayCall[_next - _oldest];
            for (var i = 0; i < calls.Length; i++)
                calls[i] = _ring[(_oldest + i) % capacity]!;

            return calls;
        }
    }

    /// <summary>The kept calls between two numbers, the newest first.</summary>
    public IEnumerable<GatewayCall> Newest(long after = 0, long before = long.MaxValue)
    {
        for (var number = Math.Min(Last, before - 1); number > after && Find(number) is { } call; number--)
            yield return call;
    }
}
