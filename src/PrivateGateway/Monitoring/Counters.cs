using System.Text.Json.Nodes;

namespace PrivateGateway.Monitoring;

/// <summary>The calls since the start. Memory does not grow with their number.</summary>
public sealed class Counters
{
    internal Counters()
    {
    }

    // Upper bounds in milliseconds; the last one is open.
    private static readonly double[] Bounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, double.PositiveInfinity];

    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, long> _statuses = [];
    private readonly SortedDictionary<string, long> _decisions = new(StringComparer.Ordinal);
    private readonly long[] _latencies = new long[Bounds.Length];
    private long _calls;
    private long _coldStarts;
    private long _disconnected;

    /// <summary>All calls.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Calls for which a function process was started.</summary>
    public long ColdStarts => Interlocked.Read(ref _coldStarts);

    /// <summary>Calls whose client disconnected before the response.</summary>
    public long Disconnected => Interlocked.Read(ref _disconnected);

    /// <summary>How many responses had each status.</summary>
    public IReadOnlyDictionary<int, long> Statuses => Copy(_statuses);

    /// <summary>How many calls were decided each way: "allowed", "denied by resource policy", ...</summary>
    public IReadOnlyDictionary<string, long> Decisions => Copy(_decisions);

    internal void Count(int status, string decision, bool cold, TimeSpan elapsed)
    {
        lock (_lock)
        {
            _calls++;
            _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
            _decisions[decision] = _decisions.GetValueOrDefault(decision) + 1;
            _latencies[Array.FindIndex(Bounds, bound => elapsed.TotalMilliseconds <= bound)]++;
            if (cold)
                _coldStarts++;
        }
    }

    internal void CountDisconnected()
    {
        lock (_lock)
        {
            _calls++;
            _disconnected++;
        }
    }

    internal JsonObject ToJson()
    {
        lock (_lock)
        {
            return new JsonObject
            {
                ["calls"] = _calls,
                ["coldStarts"] = _coldStarts,
                ["disconnected"] = _disconnected,
                ["statuses"] = Members(_statuses.Select(entry => ($"{entry.Key}", entry.Value))),
                ["decisions"] = Members(_decisions.Select(entry => (entry.Key, entry.Value))),
                ["latencyMsAtMost"] = Members(Bounds.Zip(_latencies).Where(entry => entry.Second > 0)
                    .Select(entry => (double.IsInfinity(entry.First) ? "more" : $"{entry.First}", entry.Second))),
            };
        }
    }

    /// <summary>A few lines for people.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            var statuses = string.Join(", ", _statuses.Select(entry => $"{entry.Value} x {entry.Key}"));
            var decisions = string.Join(", ", _decisions.Select(entry => $"{entry.Value} x {entry.Key}"));
            return _latencies.Sum() == 0
                ? $"{_calls} calls"
                : $"{_calls} calls, {_coldStarts} cold starts, {_disconnected} disconnected\n  status: {statuses}\n  decision: {decisions}\n"
                    + $"  half of them within {Percentile(0.5)} ms, 95 of 100 within {Percentile(0.95)} ms";
        }
    }

    private Dictionary<T, long> Copy<T>(SortedDictionary<T, long> counts)
        where T : notnull
    {
        lock (_lock)
        {
            return new Dictionary<T, long>(counts);
        }
    }

    private static JsonObject Members(IEnumerable<(string Name, long Value)> members) =>
        new(members.Select(member => KeyValuePair.Create<string, JsonNode?>(member.Name, member.Value)));

    private double Percentile(double share)
    {
        var wanted = share * _latencies.Sum();
        var sum = 0L;
        return Bounds.Zip(_latencies).First(entry => (sum += entry.Second) >= wanted).First;
    }
}
