namespace PetStore.PrivateGateway.Policy;

/// <summary>What the caller's own IAM policies say; they are not in the template, so the gateway is told.</summary>
/// <param name="InAccountOfApi">Whether the caller belongs to the account that owns the API.</param>
internal sealed record CallerIdentity(Verdict Verdict, bool InAccountOfApi);

/// <summary>What the endpoint's policy, the API's resource policy and, with IAM authorisation, the caller's own policies come to.</summary>
/// <param name="DecidedBy">The decision that settled it; null where the caller's own policies did.</param>
/// <param name="Reason">One sentence for people: whose policy, which statement and why.</param>
internal sealed record AccessDecision(Verdict Verdict, PolicyDecision? DecidedBy, string Reason)
{
    public bool IsAllowed => Verdict == Verdict.Allow;

    /// <param name="endpoint">It comes first: what it does not allow, no other policy is asked about.</param>
    /// <param name="identity">Null for an anonymous caller: then the resource policy itself must allow.</param>
    public static AccessDecision Of(PolicyDecision endpoint, PolicyDecision resource, CallerIdentity? identity = null)
    {
        if (endpoint.Verdict != Verdict.Allow)
            return new AccessDecision(endpoint.Verdict, endpoint, $"The VPC endpoint's policy: {endpoint.Reason}");

        var byResource = new AccessDecision(resource.Verdict, resource, $"The API's resource policy: {resource.Reason}");
        if (identity is null || resource.Verdict == Verdict.ExplicitDeny)
            return byResource;

        var byIdentity = new AccessDecision(identity.Verdict, null, $"The caller's own IAM policies: {Describe(identity.Verdict)}");
        return (identity.Verdict, resource.Verdict, identity.InAccountOfApi) switch
        {
            (Verdict.ExplicitDeny, _, _) => byIdentity,
            // One account: either allows, though the other be silent. Two accounts: both must.
            (Verdict.Allow, Verdict.ImplicitDeny, true) => byIdentity,
            (Verdict.ImplicitDeny, Verdict.Allow, false) => byIdentity,
            _ => byResource,
        };
    }

    private static string Describe(Verdict verdict) => verdict switch
    {
        Verdict.Allow => "they allow it.",
        Verdict.ExplicitDeny => "they deny it.",
        _ => "they do not allow it, and the API belongs to another account.",
    };
}
