using PetStore.PrivateGateway.Policy;
using PetStore.PrivateGateway.Template;

namespace PetStore.PrivateGateway.Calls;

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
            return Refuse(call, Refusals.IncompleteSignature(authorization), "Authorization is no signature");

        if (!asksForSignature)
            return null;

        if (!isSigned)
            return Refuse(call, Refusals.MissingAuthenticationToken, "not signed");

        if (principal is null)
            return Refuse(call, Refusals.InvalidSecurityToken, "unknown signer: give one with --principal");

        call.Principal = principal;
        return null;
    }

    public Answer? Decide(Call call)
    {
        var request = RequestOf(call);
        if (Ask("endpoint policy", call.Endpoint.Policy ?? PolicyDocument.FullAccess, request, call) is { } stopped)
            return stopped;

        if (call.CustomDomain is { } domain && Ask("domain policy", domain.Policy, request, call) is { } kept)
            return kept;

        // A signer of the API's own account gets in by IAM; what IAM says is not known here, and taken for a yes.
        var isOwn = call.Principal is { } signer && Signer.AccountOf(signer) == api.AccountId;
        if (Ask("resource policy", api.ResourcePolicy, request, call, silenceAdmits: isOwn) is { } denied)
            return denied;

        call.Decision = "allowed";
        return null;
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

        return new PolicyRequest(call.Principal ?? "*", "execute-api:Invoke", call.MethodArn(api), keys);
    }

    private Answer? Ask(string which, PolicyDocument policy, PolicyRequest request, Call call, bool silenceAdmits = false)
    {
        var decision = PolicyEvaluator.Evaluate(policy, request);
        call.Explanation = $"{which}: {decision.Reason}";
        if (decision.Verdict == Verdict.Allow || (decision.Verdict == Verdict.ImplicitDeny && silenceAdmits))
            return null;

        var isExplicit = decision.Verdict == Verdict.ExplicitDeny;
        call.Decision = $"{(isExplicit ? "denied" : "not allowed")} by {which}";
        return Refusals.AccessDenied(call.Principal ?? "anonymous", request.Resource, api.AccountId, isExplicit);
    }

    private static Answer Refuse(Call call, Answer refusal, string why)
    {
        call.Decision = why;
        return refusal;
    }
}
