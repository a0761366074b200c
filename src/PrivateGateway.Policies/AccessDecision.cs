namespace PrivateGateway.Policies;

/// <summary>The decision of the caller's own IAM policies. No template contains them, so it is passed in.</summary>
/// <param name="InAccountOfApi">Whether the caller belongs to the account that owns the API.</param>
internal sealed record CallerIdentity(Verdict Verdict, bool InAccountOfApi);

/// <summary>The policies that a call passes, in their order.</summary>
/// <param name="Domain">Null where the call does not come through a custom domain.</param>
internal sealed record AccessPolicies(PolicyDocument Endpoint, DomainPolicy? Domain, PolicyDocument Resource);

/// <param name="Arn">The domain as a resource: <c>arn:aws:execute-api:region:account:/domainnames/name+id</c>.</param>
internal sealed record DomainPolicy(string Arn, PolicyDocument Policy);

/// <summary>The combined decision of all policies: the first policy that does not allow the call is decisive.</summary>
/// <param name="DecidedBy">endpoint policy, domain policy, resource policy, or IAM policies of the caller.</param>
/// <param name="Resource">The ARN that the decision is about.</param>
/// <param name="Policy">The policy's own decision; null where the caller's IAM policies decide.</param>
internal sealed record AccessDecision(Verdict Verdict, string DecidedBy, string Resource, PolicyDecision? Policy)
{
    private const string ViaDomain = "execute-api:viaDomainArn";

    public bool IsAllowed => Verdict == Verdict.Allow;

    /// <summary>One sentence that names the statement and why it applies.</summary>
    public string Reason => Policy?.Reason ?? Verdict switch
    {
        Verdict.Allow => "they allow it, and the resource policy does not deny it.",
        Verdict.ExplicitDeny => "they deny it.",
        _ => "they do not allow it, and the API belongs to another account.",
    };

    /// <param name="request">The request for the method. For a custom domain, the domain's own ARN is evaluated too.</param>
    /// <param name="identity">Null for an anonymous caller: then the resource policy itself must allow.</param>
    /// <param name="atEndpoint">The request as the endpoint's policy sees it, where that differs.</param>
    public static AccessDecision Of(
        AccessPolicies policies, PolicyRequest request, CallerIdentity? identity = null, PolicyRequest? atEndpoint = null) =>
        Each(policies, request, identity, atEndpoint).TakeUntilRefused().Last();

    /// <summary>The decisions of the policies in their order, each made when it is asked for.</summary>
    public static IEnumerable<AccessDecision> Each(
        AccessPolicies policies, PolicyRequest request, CallerIdentity? identity = null, PolicyRequest? atEndpoint = null)
    {
        atEndpoint ??= request;
        if (policies.Domain is { } domain)
        {
            // Endpoint policies name APIs and domains side by side; both must be allowed (VPC endpoint policies, example 5).
            (request, atEndpoint) = (With(request, ViaDomain, domain.Arn), With(atEndpoint, ViaDomain, domain.Arn));
            yield return Ask("endpoint policy", policies.Endpoint, atEndpoint with { Resource = domain.Arn });
            yield return Ask("domain policy", domain.Policy, request with { Resource = domain.Arn });
        }

        yield return Ask("endpoint policy", policies.Endpoint, atEndpoint);
        yield return Combine(Ask("resource policy", policies.Resource, request), identity);
    }

    // Tables A and B of "How API Gateway resource policies affect authorization workflow".
    private static AccessDecision Combine(AccessDecision resource, CallerIdentity? identity)
    {
        if (identity is null || resource.Verdict == Verdict.ExplicitDeny)
            return resource;

        var own = new AccessDecision(identity.Verdict, "IAM policies of the caller", resource.Resource, null);
        return (identity.Verdict, resource.Verdict, identity.InAccountOfApi) switch
        {
            (Verdict.ExplicitDeny, _, _) => own,
            // Within one account, one allow is enough unless the other policy denies. Across accounts, both must allow.
            (Verdict.Allow, Verdict.ImplicitDeny, true) => own,
            (Verdict.ImplicitDeny, Verdict.Allow, false) => own,
            _ => resource,
        };
    }

    private static AccessDecision Ask(string which, PolicyDocument policy, PolicyRequest request)
    {
        var decision = policy.Evaluate(request);
        return new AccessDecision(decision.Verdict, which, request.Resource, decision);
    }

    private static PolicyRequest With(PolicyRequest request, string key, string value) => request with
    {
        ConditionKeys = new Dictionary<string, IReadOnlyList<string>>(request.ConditionKeys, StringComparer.OrdinalIgnoreCase) { [key] = [value] },
    };
}

internal static class AccessDecisions
{
    /// <summary>The decisions up to the first refusal, which is decisive.</summary>
    public static IEnumerable<AccessDecision> TakeUntilRefused(this IEnumerable<AccessDecision> decisions)
    {
        foreach (var decision in decisions)
        {
            yield return decision;
            if (!decision.IsAllowed)
                yield break;
        }
    }
}
