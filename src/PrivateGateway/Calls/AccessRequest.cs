using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>The parts of a call that access depends on. <c>start</c> reads it from an HTTP request, <c>check</c> from the command line.</summary>
/// <param name="Method">Null where the API has no such method.</param>
/// <param name="CustomDomain">Null where the call does not come through one.</param>
/// <param name="Authorization">The header; null where there is none.</param>
/// <param name="Signer">The ARN that stands for the signer of a signed request; null where the signer is not known.</param>
internal sealed record AccessRequest(
    VpcEndpoint Endpoint, string SourceIp, string MethodArn, ApiMethod? Method, CustomDomain? CustomDomain, DateTimeOffset Received,
    string? Authorization, string? Signer)
{
    public const string SignatureV4 = "AWS4-HMAC-SHA256 ";

    public string? UserAgent { get; init; }

    /// <summary>The decision of a Lambda authorizer's policy; null: not evaluated yet, and assumed to allow.</summary>
    public Verdict? Authorizer { get; init; }

    public string? Referer { get; init; }

    public static string MethodArnOf(PrivateApi api, string stage, string httpMethod, string path) =>
        $"arn:{api.Partition}:execute-api:{api.Region}:{api.AccountId}:{api.ApiId}/{stage}/{httpMethod}{path}";

    public bool NeedsSignature => Method?.Authorization == MethodAuthorization.AwsIam;

    /// <summary>Signature Version 4 and 4a.</summary>
    public bool IsSigned =>
        Authorization is not null
        && (Authorization.StartsWith(SignatureV4, StringComparison.Ordinal) || Authorization.StartsWith("AWS4-ECDSA-P256-SHA256 ", StringComparison.Ordinal));
}

/// <summary>The condition keys of a call, as AWS fills them in, and those that only AWS knows from <c>--context</c>.</summary>
internal sealed class RequestContext(PrivateApi api, IReadOnlyDictionary<string, IReadOnlyList<string>> given)
{
    private static readonly string[] OfEveryCall =
    [
        "aws:SourceVpce", "aws:SourceVpc", "aws:VpcSourceIp", "aws:SecureTransport", "aws:CurrentTime", "aws:EpochTime", "aws:ViaAWSService",
        "aws:RequestedRegion", "aws:ResourceAccount", "aws:PrincipalAccount", "aws:PrincipalType", "aws:UserAgent", "aws:Referer",
        "aws:PrincipalArn", "aws:PrincipalIsAWSService", "aws:username", "execute-api:viaDomainArn",
    ];

    private static readonly string[] True = ["true"];
    private static readonly string[] False = ["false"];
    private static readonly string[] AnonymousAccount = ["anonymous"];
    private static readonly string[] AnonymousType = ["Anonymous"];
    private readonly string[] _region = [api.Region];
    private readonly string[] _account = [api.AccountId];

    /// <returns>The keys that a policy names but no local call has: a condition on one of them is decided as if the key were missing.</returns>
    public IEnumerable<string> Unsupplied(PolicyDocument policy) =>
        policy.NamedKeys.Distinct(StringComparer.OrdinalIgnoreCase).Where(key =>
            !OfEveryCall.Contains(key, StringComparer.OrdinalIgnoreCase) && !given.Keys.Contains(key, StringComparer.OrdinalIgnoreCase));

    /// <param name="signer">The caller's ARN; null for an anonymous caller.</param>
    public PolicyRequest For(AccessRequest request, string? signer)
    {
        var keys = new Dictionary<string, IReadOnlyList<string>>(24, StringComparer.OrdinalIgnoreCase)
        {
            ["aws:SourceVpce"] = new[] { request.Endpoint.VpcEndpointId },
            ["aws:SourceVpc"] = new[] { request.Endpoint.VpcId },
            ["aws:VpcSourceIp"] = new[] { request.SourceIp },
            ["aws:SecureTransport"] = True,
            ["aws:CurrentTime"] = [request.Received.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ")],
            ["aws:EpochTime"] = [$"{request.Received.ToUnixTimeSeconds()}"],
            ["aws:ViaAWSService"] = False,
            ["aws:RequestedRegion"] = _region,
            ["aws:ResourceAccount"] = _account,
            // Unclear: IAM documents this value for anonymous requests, API Gateway's table says that the key needs authentication.
            ["aws:PrincipalAccount"] = AnonymousAccount,
            ["aws:PrincipalType"] = AnonymousType,
        };
        if (request.UserAgent is { } userAgent)
            keys["aws:UserAgent"] = [userAgent];

        if (request.Referer is { } referer)
            keys["aws:Referer"] = [referer];

        if (signer is not null)
            Describe(signer, keys);

        foreach (var (key, values) in given)
        {
            if (signer is not null || !ConditionKeys.DescribesSigner(key))
                keys[key] = values;
        }

        return new PolicyRequest(signer ?? "*", "execute-api:Invoke", request.MethodArn, keys);
    }

    private static void Describe(string signer, Dictionary<string, IReadOnlyList<string>> keys)
    {
        var parts = signer.Split(':', 6);
        var resource = parts.Length == 6 ? parts[5] : "";
        keys["aws:PrincipalArn"] = [RoleOf(parts) ?? signer];
        keys["aws:PrincipalAccount"] = [Signer.AccountOf(signer)];
        keys["aws:PrincipalIsAWSService"] = False;
        keys["aws:PrincipalType"] = [resource.Split('/')[0] switch
        {
            "root" => "Account",
            "assumed-role" => "AssumedRole",
            "federated-user" => "FederatedUser",
            _ => "User",
        }];
        if (resource.StartsWith("user/", StringComparison.Ordinal))
            keys["aws:username"] = [resource[(resource.LastIndexOf('/') + 1)..]];
    }

    // "For IAM roles, the request context returns the ARN of the role, not the ARN of the user that assumed the role." The path of a role is
    // not part of its sessions' ARNs, so a role with a path gets an ARN without it.
    private static string? RoleOf(string[] session) =>
        session is ["arn", var partition, "sts", "", var account, var resource] && resource.Split('/') is ["assumed-role", var role, _]
            ? $"arn:{partition}:iam::{account}:role/{role}"
            : null;
}
