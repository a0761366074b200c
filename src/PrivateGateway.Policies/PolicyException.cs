namespace PrivateGateway.Policies;

/// <summary>A policy that AWS would refuse, or that says what the evaluator does not know.</summary>
/// <param name="place">The way from the policy's root to the fault.</param>
internal sealed class PolicyException(IReadOnlyList<string> place, string problem)
    : Exception($"{string.Join('.', place)}: {problem}")
{
    public IReadOnlyList<string> Place => place;

    public string Problem => problem;
}
