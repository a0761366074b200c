namespace PrivateGateway.Policies;

/// <summary>
/// The keys that a policy may name: IAM's global ones and execute-api's own. Any other would never have a value, so that a
/// misspelt key would quietly decide; it is an error instead. Case does not matter.
/// </summary>
internal static class ConditionKeys
{
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:AssumedRoot", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast", "aws:ChatbotSourceArn", "aws:CurrentTime",
        "aws:Ec2InstanceSourcePrivateIPv4", "aws:Ec2InstanceSourceVpc", "aws:EpochTime", "aws:FederatedProvider",
        "aws:IsMcpServiceAction", "aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent", "aws:PrincipalAccount", "aws:PrincipalArn",
        "aws:PrincipalIsAWSService", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalServiceName",
        "aws:PrincipalServiceNamesList", "aws:PrincipalType", "aws:Referer", "aws:RequestedRegion", "aws:ResourceAccount",
        "aws:ResourceOrgID", "aws:ResourceOrgPaths", "aws:SecureTransport", "aws:SourceAccount", "aws:SourceArn", "aws:SourceIdentity",
        "aws:SourceIp", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceVpc", "aws:SourceVpcArn", "aws:SourceVpce", "aws:TagKeys",
        "aws:TokenIssueTime", "aws:UserAgent", "aws:userid", "aws:username", "aws:ViaAWSService", "aws:VpceAccount", "aws:VpceOrgID",
        "aws:VpceOrgPaths", "aws:VpcSourceIp", "execute-api:viaDomainArn",
    };

    // These end in the name of a tag.
    private static readonly string[] Prefixes = ["aws:PrincipalTag/", "aws:RequestTag/", "aws:ResourceTag/"];

    public static bool IsKnown(string key) =>
        Known.Contains(key) || Prefixes.Any(prefix => key.Length > prefix.Length && key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="FormatException">A key that is not known.</exception>
    public static void RequireKnown(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            if (!IsKnown(key))
                throw new FormatException($"There is no condition key named {key}.");
        }
    }
}
