namespace PrivateGateway.Policies;

/// <summary>What the caller's own IAM policies say; they are in no template, so the gateway is told.</summary>
/// <param name="InAccountOfApi">Whether the caller belongs to the account that owns the API.</param>
internal sealed record CallerIdentity(Verdict Verdict, bool InAccountOfApi);

/// <summary>The policies that a call passes, in their order.</summary>
/// <param name="Domain">Null where the call does not come through a custom domain.</param>
internal sealed record AccessPolicies(PolicyDocument Endpoint, DomainPolicy? Domain, PolicyDocument Resource);

/// <param name="Arn">The domain as a resource: <c>arn:aws:execute-api:region:account:/domainnames/name+id</c>.</param>
internal sealed record DomainPolicy(string Arn, PolicyDocument Policy);

/// <summary>What all policies together come to: the first that does not allow decides.</summary>
/// <param name="DecidedBy">endpoint policy, domain policy, resource policy, or IAM policies of the caller.</param>
/// <param name="Resource">The ARN that was asked about.</param>
/// <param name="Reason">One sentence for people: which statement and why.</param>
internal sealed record AccessDecision(Verdict Verdict, string DecidedBy, string Resource, string Reason)
{
    private const string ViaDomain = "execute-api:viaDomainArn";

    public bool IsAllowed => Verdict == Verdict.Allow;

    /// <param name="request">For the method; a custom domain is asked about by its own ARN beside it.</param>
    /// <param name="identity">Null for an anonymous caller: then the resource policy itself must allow.</param>
    public static AccessDecision Of(AccessPolicies policies, PolicyRequest request, CallerIdentity? identity = null)
    {
        if (policies.Domain is { } domain)
        {
            // Endpoint policies name APIs and domains side by side; both must be allowed (VPC endpoint policies, example 5).
            request = request with { ConditionKeys = With(request.ConditionKeys, ViaDomain, domain.Arn) };
            var atDomain = request with { Resource = domain.Arn };
            if (Ask("endpoint policy", policies.Endpoint, atDomain) is { IsAllowed: false } outside)
                return outside;
            if (Ask("domain policy", domain.Policy, atDomain) is { IsAllowed: false } unwanted)
                return unwanted;
        }

        return Ask("endpoint policy", policies.Endpoint, request) is { IsAllowed: false } kept
            ? kept
            : Join(Ask("resource policy", policies.Resource, request), identity);
    }

    // Tables A and B of "How API Gateway resource policies affect authorization workflow".
    private static AccessDecision Join(AccessDecision resource, CallerIdentity? identity)
    {
        if (identity is null || resource.Verdict == Verdict.ExplicitDeny)
            return resource;

        var own = resource with { Verdict = identity.Verdict, DecidedBy = "IAM policies of the caller", Reason = Describe(identity.Verdict) };
        return (identity.Verdict, resource.Verdict, identity.InAccountOfApi) switch
        {
            (Verdict.ExplicitDeny, _, _) => own,
            // One account: either allows, though the other be silent. Two accounts: both must.
            (Verdict.Allow, Verdict.ImplicitDeny, true) => own,
            (Verdict.ImplicitDeny, Verdict.Allow, false) => own,
            _ => resource,
        };
    }

    private static AccessDecision Ask(string which, PolicyDocument policy, PolicyRequest request)
    {
        var decision = PolicyEvaluator.Evaluate(policy, request);
        return new AccessDecision(decision.Verdict, which, request.Resource, decision.Reason);
    }

    private static Dictionary<string, IReadOnlyList<string>> With(
        IReadOnlyDictionary<string, IReadOnlyList<string>> keys, string key, string value) =>
        new(keys, StringComparer.OrdinalIgnoreCase) { [key] = [value] };

    private static string Describe(Verdict verdict) => verdict switch
    {
        Verdict.Allow => "they allow it, and the resource policy does not object.",
        Verdict.ExplicitDeny => "they deny it.",
        _ => "they do not allow it, and the API belongs to another account.",
    };
}
