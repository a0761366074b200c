namespace PrivateGateway.Policies;

/// <summary>A policy as it was written, checked: everything in it is known to the evaluator.</summary>
internal sealed record PolicyDocument(IReadOnlyList<PolicyStatement> Statements)
{
    /// <summary>The policy of an endpoint that was given none: full access.</summary>
    public static PolicyDocument FullAccess { get; } = Everyone(PolicyEffect.Allow, "FullAccess");

    /// <summary>The policy of a private custom domain that was given none: nobody gets in.</summary>
    public static PolicyDocument NoAccess { get; } = Everyone(PolicyEffect.Deny, "DenyAll");

    private static PolicyDocument Everyone(PolicyEffect effect, string sid) => new(
    [
        new PolicyStatement(
            0, sid, effect, new PrincipalElement([Principals.Everyone], IsNegated: false),
            new ActionElement([WildcardPattern.Everything], IsNegated: false),
            new ResourceElement([ResourcePattern.Everything], IsNegated: false), []),
    ]);
}

internal enum PolicyEffect
{
    Allow,
    Deny,
}

/// <param name="Index">Its place in the policy, from 0.</param>
/// <param name="Conditions">All of them must hold.</param>
internal sealed record PolicyStatement(
    int Index,
    string? Sid,
    PolicyEffect Effect,
    PrincipalElement Principal,
    ActionElement Action,
    ResourceElement Resource,
    IReadOnlyList<Condition> Conditions)
{
    /// <summary>For people: the statement by its Sid, else by its place.</summary>
    public string Name => Sid is { Length: > 0 } ? $"statement '{Sid}'" : $"statement {Index}";

    /// <returns>Null where the statement applies to the request; else the first thing that does not match, as a clause.</returns>
    public string? Mismatch(PolicyRequest request) =>
        Principal.Mismatch(request)
        ?? Action.Mismatch(request)
        ?? Resource.Mismatch(request)
        ?? Conditions.Select(condition => condition.Mismatch(request)).FirstOrDefault(mismatch => mismatch is not null);
}

/// <summary>Action, or NotAction. Compared without regard to case.</summary>
internal sealed record ActionElement(IReadOnlyList<WildcardPattern> Patterns, bool IsNegated)
{
    public string? Mismatch(PolicyRequest request) =>
        Patterns.Any(p => p.Matches(request.Action, request, StringComparison.OrdinalIgnoreCase) == true) != IsNegated
            ? null
            : $"its {(IsNegated ? "NotAction" : "Action")} is {string.Join(", ", Patterns)}, the request's is {request.Action}";
}

/// <summary>Resource, or NotResource. Compared with regard to case. A variable without a value makes neither of them apply.</summary>
internal sealed record ResourceElement(IReadOnlyList<ResourcePattern> Patterns, bool IsNegated)
{
    public string? Mismatch(PolicyRequest request) =>
        Applies(request)
            ? null
            : $"its {(IsNegated ? "NotResource" : "Resource")} is {string.Join(", ", Patterns)}, the request's is {request.Resource}";

    private bool Applies(PolicyRequest request) => IsNegated
        ? Patterns.All(pattern => pattern.Matches(request.Resource, request) == false)
        : Patterns.Any(pattern => pattern.Matches(request.Resource, request) == true);
}
