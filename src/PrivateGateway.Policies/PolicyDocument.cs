using System.Text.Json.Nodes;

namespace PrivateGateway.Policies;

/// <summary>
/// An IAM policy that was read and checked: the evaluator knows every element, operator and condition key in it. Immutable, and safe to
/// evaluate from many threads.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html</remarks>
public sealed class PolicyDocument
{
    internal PolicyDocument(IReadOnlyList<PolicyStatement> statements) => Statements = statements;

    /// <summary>The default policy of a VPC endpoint: everyone may call every API.</summary>
    public static PolicyDocument FullAccess { get; } = Everyone(PolicyEffect.Allow, "FullAccess");

    /// <summary>Applies to a private custom domain without a policy: nobody may call it.</summary>
    public static PolicyDocument NoAccess { get; } = Everyone(PolicyEffect.Deny, "DenyAll");

    /// <summary>In the order of the document.</summary>
    public IReadOnlyList<PolicyStatement> Statements { get; }

    /// <summary>Every condition key that the policy names, as a key or as a variable.</summary>
    internal IEnumerable<string> NamedKeys => Statements.SelectMany(statement => statement.Resource.Patterns.SelectMany(pattern => pattern.Variables)
        .Concat(statement.Conditions.SelectMany(c => c.Variables.SelectMany(pattern => pattern.Variables).Prepend(c.Key))));

    /// <summary>Reads a policy from JSON.</summary>
    /// <param name="json">The policy, at most 8,192 characters (20,480 for a VPC endpoint).</param>
    /// <param name="place">What the policy is attached to.</param>
    /// <exception cref="PolicyException">AWS would refuse the policy, or the evaluator does not know something in it.</exception>
    public static PolicyDocument Parse(string json, PolicyPlace place)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(place);
        return PolicyReader.Read(JsonValue.Create(json), place);
    }

    /// <summary>Decides one request: an explicit deny wins, then an allow; without either the request is denied implicitly.</summary>
    public PolicyDecision Evaluate(PolicyRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return PolicyEvaluator.Evaluate(this, request);
    }

    private static PolicyDocument Everyone(PolicyEffect effect, string sid) => new(
    [
        new PolicyStatement(
            0, sid, effect, new PrincipalElement([Principals.Everyone], IsNegated: false),
            new ActionElement([WildcardPattern.Everything], IsNegated: false),
            new ResourceElement([ResourcePattern.Everything], IsNegated: false), [], null),
    ]);
}

/// <summary>What a statement does to the requests that it applies to.</summary>
public enum PolicyEffect
{
    /// <summary>The statement allows them.</summary>
    Allow,

    /// <summary>The statement denies them, whatever other statements allow.</summary>
    Deny,
}

/// <summary>One statement of a policy.</summary>
public sealed class PolicyStatement
{
    internal PolicyStatement(
        int index, string? sid, PolicyEffect effect, PrincipalElement principal, ActionElement action, ResourceElement resource,
        IReadOnlyList<Condition> conditions, int? line)
    {
        (Index, Sid, Effect, Line) = (index, sid, effect, line);
        (Principal, Action, Resource, Conditions) = (principal, action, resource, conditions);
    }

    /// <summary>Its position in the policy, from 0.</summary>
    public int Index { get; }

    /// <summary>Null where the statement has no Sid.</summary>
    public string? Sid { get; }

    /// <summary>Whether it allows or denies.</summary>
    public PolicyEffect Effect { get; }

    /// <summary>The line of the file that the policy was read from, from 1; null where the reader did not know the file.</summary>
    public int? Line { get; }

    /// <summary>The statement by its Sid, or else by its index: <c>statement 'DenyOthers'</c>, <c>statement 1</c>.</summary>
    public string Name => Sid is { Length: > 0 } ? $"statement '{Sid}'" : $"statement {Index}";

    internal PrincipalElement Principal { get; }

    internal ActionElement Action { get; }

    internal ResourceElement Resource { get; }

    /// <summary>All of them must hold.</summary>
    internal IReadOnlyList<Condition> Conditions { get; }

    /// <returns>Null where the statement applies to the request; otherwise describes the first element that does not match.</returns>
    internal Func<string>? Mismatch(PolicyRequest request)
    {
        if (!Principal.Applies(request))
            return () => Principal.Describe(request);
        if (!Action.Applies(request))
            return () => Action.Describe(request);
        if (!Resource.Applies(request))
            return () => Resource.Describe(request);

        return Conditions.FirstOrDefault(condition => !condition.Holds(request)) is { } failing ? () => failing.Describe(request) : null;
    }
}

/// <summary>Action or NotAction. Not case-sensitive.</summary>
internal sealed record ActionElement(IReadOnlyList<WildcardPattern> Patterns, bool IsNegated)
{
    public bool Applies(PolicyRequest request) =>
        Patterns.Any(p => p.Matches(request.Action, request, StringComparison.OrdinalIgnoreCase) == true) != IsNegated;

    public string Describe(PolicyRequest request) =>
        $"its {(IsNegated ? "NotAction" : "Action")} is {string.Join(", ", Patterns)} and the request's action is {request.Action}";
}

/// <summary>Resource or NotResource. Case-sensitive. If a variable has no value, neither of them applies.</summary>
internal sealed record ResourceElement(IReadOnlyList<ResourcePattern> Patterns, bool IsNegated)
{
    public bool Applies(PolicyRequest request) => IsNegated
        ? Patterns.All(pattern => pattern.Matches(request.Resource, request) == false)
        : Patterns.Any(pattern => pattern.Matches(request.Resource, request) == true);

    public string Describe(PolicyRequest request) =>
        $"its {(IsNegated ? "NotResource" : "Resource")} is {string.Join(", ", Patterns)} and the request's resource is {request.Resource}";
}
