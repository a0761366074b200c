using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>API keys, and how often each may call: the usage plan's rate and quota, then the stage's rate. Counts from the start on.</summary>
internal sealed class UsagePlans(PrivateApi api, TimeProvider time)
{
    private readonly Dictionary<string, (ApiKey Key, PlanMeter Meter)> _keys = api.UsagePlans
        .SelectMany(plan => plan.Keys.Where(key => key.Enabled).Select(key => (Key: key, Meter: new PlanMeter(plan, time))))
        .GroupBy(entry => entry.Key.Value)
        .ToDictionary(group => group.Key, group => group.First());

    private readonly TokenBucket _stage = new(api.Stage.RateLimit, api.Stage.BurstLimit, time);

    public Answer? Admit(Call call)
    {
        if (call.Method!.ApiKeyRequired)
        {
            if (call.Header("x-api-key") is not { } value || !_keys.TryGetValue(value, out var entry))
            {
                call.Decision = "no valid API key";
                return GatewayResponses.InvalidApiKey;
            }

            call.ApiKey = entry.Key;
            if (!entry.Meter.Rate.TryTake())
                return Throttled(call, "rate of the usage plan");

            if (!entry.Meter.TryCount())
            {
                call.Decision = "quota of the usage plan";
                return GatewayResponses.LimitExceeded;
            }
        }

        return _stage.TryTake() ? null : Throttled(call, "rate of the stage");
    }

    private static Answer Throttled(Call call, string why)
    {
        call.Decision = why;
        return GatewayResponses.TooManyRequests;
    }

    /// <summary>What one key of one plan has used.</summary>
    private sealed class PlanMeter(UsagePlan plan, TimeProvider time)
    {
        private readonly Lock _lock = new();
        private DateTime _period;
        private int _used;

        public TokenBucket Rate { get; } = new(plan.RateLimit, plan.BurstLimit, time);

        public bool TryCount()
        {
            if (plan.QuotaLimit is not { } limit)
                return true;

            var period = StartOfPeriod(time.GetUtcNow().UtcDateTime.Date);
            lock (_lock)
            {
                (_period, _used) = (period, period == _period ? _used : 0);
                return _used < limit && ++_used > 0;
            }
        }

        // Weeks begin on Sunday, as in usage plans.
        private DateTime StartOfPeriod(DateTime day) => plan.QuotaPeriod switch
        {
            "DAY" => day,
            "WEEK" => day.AddDays(-(int)day.DayOfWeek),
            _ => new DateTime(day.Year, day.Month, 1),
        };
    }
}
