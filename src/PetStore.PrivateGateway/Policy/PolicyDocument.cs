namespace PetStore.PrivateGateway.Policy;

/// <summary>A policy as it was written, checked: everything in it is known to the evaluator.</summary>
internal sealed record PolicyDocument(IReadOnlyList<PolicyStatement> Statements)
{
    /// <summary>The policy of an endpoint that was given none: full access.</summary>
    public static PolicyDocument FullAccess { get; } = new([]);
}

/// <summary>One statement. The members follow as the evaluator needs them.</summary>
internal sealed record PolicyStatement(string? Sid);

/// <summary>A policy that AWS would refuse, or that says what the evaluator does not know.</summary>
/// <param name="place">The way from the policy's root to the fault.</param>
internal sealed class PolicyException(IReadOnlyList<string> place, string problem)
    : Exception($"{string.Join('.', place)}: {problem}")
{
    public IReadOnlyList<string> Place => place;

    public string Problem => problem;
}
