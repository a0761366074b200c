namespace PrivateGateway.Policies;

/// <summary>Who asks for what: the keys and values that a policy's conditions and elements are compared with.</summary>
/// <param name="Principal">The caller's ARN, or <c>*</c> for an anonymous caller.</param>
/// <param name="Action"><c>execute-api:Invoke</c>.</param>
/// <param name="Resource">The method ARN.</param>
/// <param name="ConditionKeys">Values by condition key (case-insensitive); a key that is absent is missing.</param>
internal sealed record PolicyRequest(
    string Principal, string Action, string Resource, IReadOnlyDictionary<string, IReadOnlyList<string>> ConditionKeys)
{
    /// <returns>Empty for a missing key; whatever comparer the dictionary has, the key's case does not matter.</returns>
    public IReadOnlyList<string> ValuesOf(string key)
    {
        if (ConditionKeys.TryGetValue(key, out var values))
            return values;

        foreach (var (name, found) in ConditionKeys)
        {
            if (name.Equals(key, StringComparison.OrdinalIgnoreCase))
                return found;
        }

        return [];
    }
}

internal enum Verdict
{
    Allow,
    ImplicitDeny,
    ExplicitDeny,
}

/// <param name="DecidedBy">The statement that allowed or denied; null where none matched.</param>
/// <param name="Reason">One sentence for people: which statement, which condition, which value.</param>
internal sealed record PolicyDecision(Verdict Verdict, PolicyStatement? DecidedBy, string Reason);

/// <summary>A pure function: policy and request to decision. A Deny that applies wins; else an Allow that applies; else silence denies.</summary>
internal static class PolicyEvaluator
{
    public static PolicyDecision Evaluate(PolicyDocument policy, PolicyRequest request)
    {
        PolicyStatement? allowing = null;
        var silent = new List<string>();
        foreach (var statement in policy.Statements)
        {
            var mismatch = statement.Mismatch(request);
            if (mismatch is null && statement.Effect == PolicyEffect.Deny)
                return new PolicyDecision(Verdict.ExplicitDeny, statement, Why(statement, request));
            if (mismatch is null)
                allowing ??= statement;
            else if (statement.Effect == PolicyEffect.Allow)
                silent.Add($"{statement.Name} does not apply because {mismatch}");
        }

        return allowing is not null
            ? new PolicyDecision(Verdict.Allow, allowing, Why(allowing, request))
            : new PolicyDecision(Verdict.ImplicitDeny, null, silent.Count == 0
                ? "no statement of the policy allows anything."
                : $"no statement allows it: {string.Join("; ", silent)}.");
    }

    private static string Why(PolicyStatement statement, PolicyRequest request)
    {
        var verb = statement.Effect == PolicyEffect.Allow ? "allows" : "denies";
        return statement.Conditions.Count == 0
            ? $"{statement.Name} {verb} it without a condition."
            : $"{statement.Name} {verb} it because {string.Join(" and ", statement.Conditions.Select(c => c.Describe(request)))}.";
    }
}
