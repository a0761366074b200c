using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>API keys, and how often each may call: the rate and quota of its usage plan, then the rate of the stage. Counts start with the gateway.</summary>
internal sealed class UsagePlans(PrivateApi api, TimeProvider time)
{
    private readonly Dictionary<(string Key, string Stage), (ApiKey Key, PlanMeter Meter)> _keys = Meters(api, time);

    private readonly Dictionary<string, RateLimits> _stages = api.Stages.ToDictionary(
        stage => stage.Name, stage => new RateLimits(stage.RateLimit, stage.BurstLimit, stage.MethodThrottles, time));

    public Answer? Admit(Call call)
    {
        if (call.Method!.ApiKeyRequired)
        {
            // 1. The key, from the header or from the authorizer, in a plan of this stage.
            var value = api.ApiKeyFromAuthorizer ? call.UsageIdentifierKey : call.Header("x-api-key");
            if (value is null || !_keys.TryGetValue((value, call.Stage.Name), out var entry))
            {
                call.Decision = "no valid API key";
                return GatewayResponses.InvalidApiKey;
            }

            // 2. The plan's rate and quota.
            call.ApiKey = entry.Key;
            if (!entry.Meter.Rates[call.Stage.Name].TryTake(call))
                return Throttled(call, "rate of the usage plan");

            if (!entry.Meter.TryCount())
            {
                call.Decision = "quota of the usage plan";
                return GatewayResponses.LimitExceeded;
            }
        }

        // 3. The stage's rate, or the method's in it.
        return _stages[call.Stage.Name].TryTake(call) ? null : Throttled(call, "rate of the stage");
    }

    private static Dictionary<(string, string), (ApiKey, PlanMeter)> Meters(PrivateApi api, TimeProvider time)
    {
        var meters = new Dictionary<(string, string), (ApiKey, PlanMeter)>();
        foreach (var plan in api.UsagePlans)
        {
            foreach (var key in plan.Keys.Where(key => key.Enabled))
            {
                var meter = new PlanMeter(plan, time);
                foreach (var stage in plan.Stages)
                    meters.TryAdd((key.Value, stage.Stage), (key, meter));
            }
        }

        return meters;
    }

    private static Answer Throttled(Call call, string why)
    {
        call.Decision = why;
        return GatewayResponses.TooManyRequests;
    }

    /// <summary>A rate for all methods together, and rates of single methods, which replace it.</summary>
    private sealed class RateLimits(double? rate, int? burst, IReadOnlyList<MethodThrottle> methods, TimeProvider time)
    {
        private readonly TokenBucket _all = new(rate, burst, time);
        private readonly List<(MethodThrottle Throttle, TokenBucket Bucket)> _methods =
            [.. methods.Select(method => (method, new TokenBucket(method.RateLimit, method.BurstLimit, time)))];

        public bool TryTake(Call call)
        {
            if (_methods.Count == 0)
                return _all.TryTake();

            // The most specific one: the method's own, then the resource's, then one for all resources.
            var own = _methods.Where(method => Names(method.Throttle, call.Method!)).OrderBy(method => Wildcards(method.Throttle)).FirstOrDefault();
            return (own.Bucket ?? _all).TryTake();
        }

        private static bool Names(MethodThrottle throttle, ApiMethod method) =>
            throttle.ResourcePath is "/*" or "*" || throttle.ResourcePath == method.ResourcePath
                ? throttle.HttpMethod == "*" || throttle.HttpMethod == method.HttpMethod
                : false;

        private static int Wildcards(MethodThrottle throttle) =>
            (throttle.ResourcePath is "/*" or "*" ? 2 : 0) + (throttle.HttpMethod == "*" ? 1 : 0);
    }

    /// <summary>What one key of one plan has used.</summary>
    private sealed class PlanMeter(UsagePlan plan, TimeProvider time)
    {
        private readonly Lock _lock = new();
        private DateTime? _period;
        private int _used = plan.QuotaOffset;

        public Dictionary<string, RateLimits> Rates { get; } = plan.Stages.DistinctBy(stage => stage.Stage).ToDictionary(
            stage => stage.Stage, stage => new RateLimits(plan.RateLimit, plan.BurstLimit, stage.MethodThrottles, time));

        public bool TryCount()
        {
            if (plan.QuotaLimit is not { } limit)
                return true;

            var period = StartOfPeriod(time.GetUtcNow().UtcDateTime.Date);
            lock (_lock)
            {
                (_period, _used) = (period, _period is null || period == _period ? _used : 0);
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
