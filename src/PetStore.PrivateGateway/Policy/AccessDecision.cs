namespace PetStore.PrivateGateway.Policy;

/// <summary>What the endpoint's policy and then the API's resource policy come to.</summary>
/// <param name="DecidedBy">The one of the two that decided.</param>
/// <param name="Reason">One sentence for people: whose policy, which statement and why.</param>
internal sealed record AccessDecision(Verdict Verdict, PolicyDecision DecidedBy, string Reason)
{
    public bool IsAllowed => Verdict == Verdict.Allow;

    /// <summary>Both must allow; the endpoint's policy comes first.</summary>
    public static AccessDecision Of(PolicyDecision endpoint, PolicyDecision resource) => endpoint.Verdict == Verdict.Allow
        ? new AccessDecision(resource.Verdict, resource, $"The API's resource policy: {resource.Reason}")
        : new AccessDecision(endpoint.Verdict, endpoint, $"The VPC endpoint's policy: {endpoint.Reason}");
}
