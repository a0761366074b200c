using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>Who gets in: the endpoint's policy, the custom domain's, the API's; each must let the caller pass.</summary>
/// <param name="principal">Stands for whoever signed a request; null: no signer is known here.</param>
internal sealed class AccessControl(PrivateApi api, string? principal)
{
    private const string SignatureV4 = "AWS4-HMAC-SHA256 ";

    /// <summary>Signatures are looked at, not verified: <c>--principal</c> says whose they are.</summary>
    public Answer? Authenticate(Call call)
    {
        var authorization = call.Header("Authorization");
        var isSigned = authorization?.StartsWith(SignatureV4, StringComparison.Ordinal) == true;
        var asksForSignature = call.Method?.Authorization == MethodAuthorization.AwsIam;

        // Documented: behind a custom endpoint policy every Authorization header is taken for a signature.
        if (authorization is not null && !isSigned && (asksForSignature || call.Endpoint.Policy is not null))
            return Refuse(call, GatewayResponses.IncompleteSignature(authorization), "Authorization is no signature");

        if (!asksForSignature)
            return null;

        if (!isSigned)
            return Refuse(call, GatewayResponses.MissingAuthenticationToken, "not signed");

        if (principal is null)
            return Refuse(call, GatewayResponses.InvalidSecurityToken, "unknown signer: give one with --principal");

        call.Principal = principal;
        return null;
    }

    public Answer? Decide(Call call)
    {
        var domain = call.CustomDomain is { } custom ? new DomainPolicy(custom.Arn, custom.Policy) : null;
        var policies = new AccessPolicies(call.Endpoint.Policy ?? PolicyDocument.FullAccess, domain, api.ResourcePolicy);

        // What a signer's own IAM policies say is not known here, and taken for a yes.
        var identity = call.Principal is { } signer ? new CallerIdentity(Verdict.Allow, Signer.AccountOf(signer) == api.AccountId) : null;
        var decision = AccessDecision.Of(policies, RequestOf(call), identity);
        if (decision.IsAllowed)
        {
            call.Decision = "allowed";
            return null;
        }

        call.Explanation = $"{decision.DecidedBy}: {decision.Reason}";
        var isExplicit = decision.Verdict == Verdict.ExplicitDeny;
        call.Decision = $"{(isExplicit ? "denied" : "not allowed")} by {decision.DecidedBy}";
        return GatewayResponses.AccessDenied(call.Principal ?? "anonymous", decision.Resource, api.AccountId, isExplicit);
    }

    private PolicyRequest RequestOf(Call call)
    {
        var keys = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase)
        {
            ["aws:SourceVpce"] = [call.Endpoint.VpcEndpointId],
            ["aws:SourceVpc"] = [call.Endpoint.VpcId],
            ["aws:VpcSourceIp"] = [call.SourceIp],
            ["aws:SecureTransport"] = ["true"],
            ["aws:CurrentTime"] = [call.Received.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ")],
            ["aws:EpochTime"] = [$"{call.Received.ToUnixTimeSeconds()}"],
        };
        if (call.Header("User-Agent") is { } userAgent)
            keys["aws:UserAgent"] = [userAgent];

        if (call.Header("Referer") is { } referer)
            keys["aws:Referer"] = [referer];

        if (call.Principal is { } signer)
        {
            keys["aws:PrincipalArn"] = [signer];
            keys["aws:PrincipalAccount"] = [Signer.AccountOf(signer)];
        }

        return new PolicyRequest(call.Principal ?? "*", "execute-api:Invoke", call.MethodArn(api), keys);
    }

    private static Answer Refuse(Call call, Answer refusal, string why)
    {
        call.Decision = why;
        return refusal;
    }
}
