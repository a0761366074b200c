namespace PrivateGateway.Policies;

/// <summary>A policy that AWS would refuse, or that contains something the evaluator does not know.</summary>
public sealed class PolicyException : Exception
{
    internal PolicyException(IReadOnlyList<string> place, string problem)
        : base($"{string.Join('.', place)}: {problem}") =>
        (Place, Problem) = (place, problem);

    /// <summary>The path from the policy's root to the problem: <c>["Statement", "0", "Effect"]</c>.</summary>
    public IReadOnlyList<string> Place { get; }

    /// <summary>The problem, without its place.</summary>
    public string Problem { get; }
}
