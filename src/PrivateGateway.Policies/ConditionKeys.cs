namespace PrivateGateway.Policies;

/// <summary>
/// The keys that a policy may name: IAM's global ones, those of a role session that other services set, and execute-api's own. Any other key
/// is an error: it would never have a value, and a misspelt key would silently change decisions. Case does not matter.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html and reference_policies_iam-condition-keys.html</remarks>
internal static class ConditionKeys
{
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:AssumedRoot", "aws:CalledVia", "aws:CalledViaAWSMCP", "aws:CalledViaFirst", "aws:CalledViaLast", "aws:ChatbotSourceArn",
        "aws:CurrentTime", "aws:Ec2InstanceSourcePrivateIPv4", "aws:Ec2InstanceSourceVpc", "aws:EpochTime", "aws:FederatedProvider",
        "aws:IsMcpServiceAction", "aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent", "aws:PrincipalAccount", "aws:PrincipalArn",
        "aws:PrincipalIsAWSService", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalServiceName",
        "aws:PrincipalServiceNamesList", "aws:PrincipalType", "aws:Referer", "aws:RequestedRegion", "aws:ResourceAccount",
        "aws:ResourceOrgID", "aws:ResourceOrgPaths", "aws:SecureTransport", "aws:SignInSessionArn", "aws:SourceAccount", "aws:SourceArn",
        "aws:SourceIdentity", "aws:SourceIp", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceVpc", "aws:SourceVpcArn", "aws:SourceVpce",
        "aws:TagKeys", "aws:TokenIssueTime", "aws:UserAgent", "aws:userid", "aws:username", "aws:ViaAWSMCPService", "aws:ViaAWSService",
        "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths", "aws:VpcSourceIp", "ec2:RoleDelivery", "ec2:SourceInstanceArn",
        "execute-api:viaDomainArn", "identitystore:UserId", "lambda:SourceFunctionArn", "ssm:SourceInstanceArn",
    };

    // Prefixes: the name of a tag, or a key of the service or identity provider, follows.
    private static readonly string[] Prefixes =
    [
        "aws:PrincipalTag/", "aws:RequestTag/", "aws:ResourceTag/", "codebuild:", "glue:", "saml:", "cognito-identity.amazonaws.com:",
        "accounts.google.com:", "graph.facebook.com:", "www.amazon.com:",
    ];

    // The claims that follow an OpenID Connect provider's host name or URL.
    private static readonly string[] Claims = ["amr", "aud", "azp", "email", "id", "oaud", "sub"];

    public static bool IsKnown(string key) => Known.Contains(key)
        || Prefixes.Any(prefix => key.Length > prefix.Length && key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        || (key.LastIndexOf(':') is > 0 and var colon && key.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && dot < colon
            && Claims.Contains(key[(colon + 1)..], StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether the key describes the signer of a request. An anonymous request has none of these keys.</summary>
    public static bool DescribesSigner(string key) =>
        key.StartsWith("aws:Principal", StringComparison.OrdinalIgnoreCase)
        || key.StartsWith("aws:MultiFactorAuth", StringComparison.OrdinalIgnoreCase)
        || new[] { "aws:AssumedRoot", "aws:FederatedProvider", "aws:SourceIdentity", "aws:TokenIssueTime", "aws:userid", "aws:username" }
            .Contains(key, StringComparer.OrdinalIgnoreCase)
        || !(key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) || key.StartsWith("execute-api:", StringComparison.OrdinalIgnoreCase));

    /// <exception cref="FormatException">A key is not known.</exception>
    public static void RequireKnown(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            if (!IsKnown(key))
                throw new FormatException($"Unknown condition key {key}.");
        }
    }
}
