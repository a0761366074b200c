namespace PrivateGateway.Policies;

/// <summary>One request, as policies see it.</summary>
/// <param name="Principal">The caller's ARN, or <c>*</c> for an anonymous caller.</param>
/// <param name="Action">For a call to an API <c>execute-api:Invoke</c>.</param>
/// <param name="Resource">An ARN: <c>arn:aws:execute-api:region:account:api-id/stage/METHOD/path</c>.</param>
/// <param name="ConditionKeys">
/// The request context: values by condition key, such as <c>aws:SourceVpce</c>. The case of keys does not matter. A key that is not in the
/// dictionary is missing from the request.
/// </param>
public sealed record PolicyRequest(
    string Principal, string Action, string Resource, IReadOnlyDictionary<string, IReadOnlyList<string>> ConditionKeys)
{
    /// <returns>Empty for a missing key.</returns>
    internal IReadOnlyList<string> ValuesOf(string key)
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

/// <summary>The result of a policy evaluation.</summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html</remarks>
public enum Verdict
{
    /// <summary>A statement allows the request and none denies it.</summary>
    Allow,

    /// <summary>No statement allows the request.</summary>
    ImplicitDeny,

    /// <summary>A statement denies the request.</summary>
    ExplicitDeny,
}

/// <summary>What a policy decides about a request, and why.</summary>
public sealed class PolicyDecision
{
    private readonly Func<string> _describe;

    internal PolicyDecision(Verdict verdict, PolicyStatement? decidedBy, Func<string> describe) =>
        (Verdict, DecidedBy, _describe) = (verdict, decidedBy, describe);

    /// <summary>The decision.</summary>
    public Verdict Verdict { get; }

    /// <summary>The statement that allowed or denied the request; null where no statement applied.</summary>
    public PolicyStatement? DecidedBy { get; }

    /// <summary>One sentence that names the statement, its conditions, and the values in the policy and in the request.</summary>
    public string Reason => field ??= _describe();
}

/// <summary>A pure function from policy and request to decision.</summary>
internal static class PolicyEvaluator
{
    public static PolicyDecision Evaluate(PolicyDocument policy, PolicyRequest request)
    {
        PolicyStatement? allowing = null;
        List<(PolicyStatement Statement, Func<string> Mismatch)>? mismatches = null;
        foreach (var statement in policy.Statements)
        {
            var mismatch = statement.Mismatch(request);
            if (mismatch is null && statement.Effect == PolicyEffect.Deny)
                return new PolicyDecision(Verdict.ExplicitDeny, statement, () => Describe(statement, request));
            if (mismatch is null)
                allowing ??= statement;
            else if (statement.Effect == PolicyEffect.Allow)
                (mismatches ??= []).Add((statement, mismatch));
        }

        return allowing is not null
            ? new PolicyDecision(Verdict.Allow, allowing, () => Describe(allowing, request))
            : new PolicyDecision(Verdict.ImplicitDeny, null, () => mismatches is null
                ? "the policy has no statement that allows anything."
                : $"no statement allows it: {string.Join("; ", mismatches.Select(m => $"{m.Statement.Name} does not apply because {m.Mismatch()}"))}.");
    }

    private static string Describe(PolicyStatement statement, PolicyRequest request)
    {
        var verb = statement.Effect == PolicyEffect.Allow ? "allows" : "denies";
        return statement.Conditions.Count == 0
            ? $"{statement.Name} {verb} it without a condition."
            : $"{statement.Name} {verb} it because {string.Join(" and ", statement.Conditions.Select(c => c.Describe(request)))}.";
    }
}
