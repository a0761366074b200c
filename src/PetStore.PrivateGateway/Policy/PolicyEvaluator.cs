namespace PetStore.PrivateGateway.Policy;

/// <summary>Who asks for what: the keys and values that a policy's conditions and elements are compared with.</summary>
/// <param name="Principal">The caller's ARN, or <c>*</c> for an anonymous caller.</param>
/// <param name="Action"><c>execute-api:Invoke</c>.</param>
/// <param name="Resource">The method ARN.</param>
/// <param name="ConditionKeys">Values by condition key (case-insensitive); a key that is absent is missing.</param>
internal sealed record PolicyRequest(
    string Principal, string Action, string Resource, IReadOnlyDictionary<string, IReadOnlyList<string>> ConditionKeys);

internal enum Verdict
{
    Allow,
    ImplicitDeny,
    ExplicitDeny,
}

/// <param name="DecidedBy">The statement that allowed or denied; null where none matched.</param>
/// <param name="Reason">One sentence for people: which statement, which condition, which value.</param>
internal sealed record PolicyDecision(Verdict Verdict, PolicyStatement? DecidedBy, string Reason);

/// <summary>A pure function: policy and request to decision.</summary>
internal static class PolicyEvaluator
{
    public static PolicyDecision Evaluate(PolicyDocument policy, PolicyRequest request) =>
        throw new NotImplementedException();
}
