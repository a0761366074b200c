namespace PrivateGateway.Templates;

/// <summary>Usage plans of a stage with their keys: SAM's Auth.UsagePlan, and CloudFormation's three resource types.</summary>
internal static class UsagePlanReader
{
    private static readonly string[] Periods = ["DAY", "WEEK", "MONTH"];

    public static IReadOnlyList<UsagePlan> Read(
        ApiContext api, IReadOnlyList<ApiStage> stages)
    {
        var template = api.Template;
        var plans = (
            from plan in template.OfType("AWS::ApiGateway::UsagePlan")
            let planned = plan.Properties["ApiStages"].Items().Where(stage => stage["ApiId"].Text == api.Id).Select(ReadStage).ToList()
            where planned.Exists(one => stages.Any(stage => stage.Name == one.Stage))
            select Read(plan.Properties, plan.Properties["UsagePlanName"].Text ?? plan.LogicalId, Keys(template, template.RefOf(plan))) with { Stages = planned })
            .ToList();

        var sam = api.IsSam ? api.Resource.Properties["Auth"]["UsagePlan"] : default;
        if (sam.Exists && sam["CreateUsagePlan"].RequiredText != "NONE")
        {
            // With one API, PER_API and SHARED differ only in names. SAM generates the key too.
            var id = StableIds.Id($"{api.Id}/ApiKey");
            ApiKey key = new(id, $"{api.Resource.LogicalId}ApiKey", StableIds.Secret(id), Enabled: true);
            plans.Add(Read(sam, sam["UsagePlanName"].Text ?? $"{api.Resource.LogicalId}UsagePlan", [key]) with
            {
                Stages = [new PlannedStage(stages[0].Name, [])],
            });
        }

        return plans;
    }

    // Throttle: limits by "/path/METHOD".
    private static PlannedStage ReadStage(TemplateNode planned) => new(planned["Stage"].RequiredText,
    [
        .. planned["Throttle"].Members().Select(limit =>
        {
            var (path, method) = (limit.Name[..Math.Max(limit.Name.LastIndexOf('/'), 0)], limit.Name[(limit.Name.LastIndexOf('/') + 1)..]);
            return new MethodThrottle(path.Length == 0 ? "/" : path, method, limit.Node["RateLimit"].Number, limit.Node["BurstLimit"].Integer);
        }),
    ]);

    private static UsagePlan Read(TemplateNode plan, string name, IReadOnlyList<ApiKey> keys)
    {
        var (throttle, quota) = (plan["Throttle"], plan["Quota"]);
        var period = quota["Period"].Text;
        if (period is not null && !Periods.Contains(period))
            throw new TemplateException(quota["Period"].Path, $"'{period}' is not one of {string.Join(", ", Periods)}.");
        if (quota["Limit"].Exists && period is null)
            throw new TemplateException(quota.Path, "A quota's Limit needs a Period.");

        return new UsagePlan(name, throttle["RateLimit"].Number, throttle["BurstLimit"].Integer, quota["Limit"].Integer, period, keys) { QuotaOffset = quota["Offset"].Integer ?? 0 };
    }

    private static List<ApiKey> Keys(ResolvedTemplate template, string planId)
    {
        var keyIds = template.OfType("AWS::ApiGateway::UsagePlanKey")
            .Where(link => link.Properties["UsagePlanId"].Text == planId)
            .Select(link => link.Properties["KeyId"].RequiredText)
            .ToHashSet();
        return [.. template.OfType("AWS::ApiGateway::ApiKey").Where(key => keyIds.Contains(template.RefOf(key))).Select(key => Read(template, key))];
    }

    private static ApiKey Read(ResolvedTemplate template, ResolvedResource key)
    {
        var id = template.RefOf(key);
        var value = key.Properties["Value"];
        if (value.Text is { Length: < 20 or > 128 })
            throw new TemplateException(value.Path, "API Key value should be at least 20 characters (and at most 128)");

        return new ApiKey(
            id, key.Properties["Name"].Text ?? key.LogicalId, value.Text ?? StableIds.Secret(id), key.Properties["Enabled"].Flag ?? false);
    }
}
