namespace PrivateGateway.Templates;

/// <param name="RateLimit">Requests per second for each key; null: no limit.</param>
/// <param name="QuotaLimit">Requests per period for each key; null: no quota.</param>
/// <param name="QuotaPeriod">DAY, WEEK or MONTH; null where there is no quota.</param>
internal sealed record UsagePlan(
    string Name, double? RateLimit, int? BurstLimit, int? QuotaLimit, string? QuotaPeriod, IReadOnlyList<ApiKey> Keys)
{
    /// <summary>The stages of this API that the plan covers. Its quota counts their calls together.</summary>
    public IReadOnlyList<PlannedStage> Stages { get; init; } = [];

    /// <summary>How many requests of the quota's first period count as already used.</summary>
    public int QuotaOffset { get; init; }
}

/// <param name="MethodThrottles">Limits of single methods for each key.</param>
internal sealed record PlannedStage(string Stage, IReadOnlyList<MethodThrottle> MethodThrottles);

/// <param name="Value">What a client sends as x-api-key. Generated (and printed at start) where the template gives none.</param>
internal sealed record ApiKey(string Id, string Name, string Value, bool Enabled);
