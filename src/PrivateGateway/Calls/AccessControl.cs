using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>The result of the checks that a call passes before its authorizer and API key.</summary>
/// <param name="Refusal">API Gateway's response to a refused call; null if the call is allowed.</param>
/// <param name="Summary">For the log: <c>allowed</c>, or what refused the call.</param>
/// <param name="Principal">The ARN that the event names; null for a method without IAM authorization.</param>
/// <param name="Policies">Null if the call was refused before any policy was evaluated.</param>
internal sealed record AccessOutcome(Answer? Refusal, string Summary, string? Principal, AccessDecision? Policies);

/// <summary>Decides access: the policies of the endpoint, of the custom domain and of the API must all allow the call.</summary>
/// <param name="principal">The ARN that stands for the signer of every signed request; null where no signer is known.</param>
internal sealed class AccessControl(PrivateApi api, string? principal, RequestContext context)
{
    /// <param name="authorizer">The decision of the Lambda authorizer's policy; null before it is evaluated.</param>
    public Answer? Admit(Call call, Verdict? authorizer = null)
    {
        var request = RequestOf(call) with { Authorizer = authorizer };
        (call.AccessRequest, call.AskAgain) = (request, () => Decisions(request));
        var outcome = Decide(request);
        (call.Principal, call.Decision, call.Access) = (outcome.Principal, outcome.Summary, outcome.Policies);
        if (outcome.Policies is { IsAllowed: false } denied)
            call.Explanation = $"{denied.DecidedBy}: {denied.Reason}";

        return outcome.Refusal;
    }

    /// <summary>The call as a policy sees it.</summary>
    public PolicyRequest PolicyRequestOf(Call call) => context.For(RequestOf(call), signer: null);

    /// <summary>The decision of each policy that was asked, in their order.</summary>
    public IReadOnlyList<AccessDecision> Decisions(AccessRequest request) =>
        RefuseSignature(request) is null ? [.. Ask(request).TakeUntilRefused()] : [];

    public AccessOutcome Decide(AccessRequest request)
    {
        if (RefuseSignature(request) is { } refused)
            return refused;

        var (signer, identified) = IdentitiesOf(request);
        var decision = Ask(request).TakeUntilRefused().Last();
        if (decision.IsAllowed)
            return new AccessOutcome(null, "allowed", identified, decision);

        var isExplicit = decision.Verdict == Verdict.ExplicitDeny;
        if (request.Authorizer is not (null or Verdict.Allow))
            return new AccessOutcome(GatewayResponses.AuthorizerDenied(isExplicit), "denied by the authorizer", null, decision);

        var user = (decision.DecidedBy == "endpoint policy" ? signer : identified) ?? "anonymous";
        return new AccessOutcome(
            GatewayResponses.AccessDenied(user, decision.Resource, api.AccountId, isExplicit),
            $"{(isExplicit ? "denied" : "not allowed")} by {decision.DecidedBy}", identified, decision);
    }

    /// <summary>Signatures are recognised but not verified: <c>--principal</c> names the signer.</summary>
    private static AccessOutcome? RefuseSignature(AccessRequest request)
    {
        // 1. The method's authorization. A request without a method is refused only after the policies.
        if (request.NeedsSignature && !request.IsSigned)
        {
            return request.Authorization is { } other
                ? Refused(GatewayResponses.IncompleteSignature(other), "the Authorization header is not a signature")
                : Refused(GatewayResponses.MissingAuthenticationToken, "not signed");
        }

        // 2. The signer. The endpoint's policy sees the identity in the Authorization header, whatever the method's authorization is:
        // a signature's identity; without one, or with a bearer token, an anonymous user ("Use VPC endpoint policies for private APIs").
        // Until 2025 that page said that a custom endpoint policy refuses bearer tokens; it no longer does.
        if (request.IsSigned && request.Signer is null && (request.NeedsSignature || request.Endpoint.Policy is not null))
            return Refused(GatewayResponses.InvalidSecurityToken, "unknown signer: name one with --principal");

        return null;
    }

    /// <returns>The signer, as the endpoint's policy sees it, and as the API's policy does: there it counts for IAM authorization alone.</returns>
    private static (string? Signer, string? Identified) IdentitiesOf(AccessRequest request) =>
        (request.IsSigned ? request.Signer : null, request is { IsSigned: true, NeedsSignature: true } ? request.Signer : null);

    private IEnumerable<AccessDecision> Ask(AccessRequest request)
    {
        // 3. The policies. The signer's own IAM policies are unknown and assumed to allow. With a Lambda authorizer the tables for one account
        // apply: if the resource policy neither allows nor denies, the authorizer, which is invoked afterwards, decides.
        var domain = request.CustomDomain is { } custom ? new DomainPolicy(custom.Arn, custom.Policy) : null;
        var (signer, identified) = IdentitiesOf(request);
        var seenByApi = context.For(request, identified);
        return AccessDecision.Each(
            new AccessPolicies(request.Endpoint.Policy ?? PolicyDocument.FullAccess, domain, api.ResourcePolicy),
            seenByApi,
            identified is not null ? new CallerIdentity(Verdict.Allow, Signer.AccountOf(identified) == api.AccountId) : ByAuthorizer(request),
            signer == identified ? seenByApi : context.For(request, signer));
    }

    // The policy of a Lambda authorizer counts as an identity's in the API's own account (table A).
    private static CallerIdentity? ByAuthorizer(AccessRequest request) =>
        request.Method?.Authorizer is LambdaAuthorizer ? new CallerIdentity(request.Authorizer ?? Verdict.Allow, InAccountOfApi: true) : null;

    private AccessRequest RequestOf(Call call) =>
        new(call.Endpoint, call.SourceIp, call.MethodArn(api), call.Method, call.CustomDomain, call.Received, call.Header("Authorization"), principal)
        {
            UserAgent = call.Header("User-Agent"),
            Referer = call.Header("Referer"),
        };

    private static AccessOutcome Refused(Answer refusal, string why) => new(refusal, why, null, null);
}
