using System.Net;
using System.Numerics;
using PrivateGateway.Policies;

namespace PrivateGateway.Checks;

/// <summary>The properties of a caller that access depends on.</summary>
/// <param name="VpcEndpointId">The endpoint that the call comes through.</param>
/// <param name="VpcId">The VPC of the endpoint.</param>
/// <param name="SourceIp">The caller's address inside the VPC.</param>
/// <param name="Principal">The signer's ARN; null for an anonymous caller.</param>
/// <param name="HasApiKey">Whether the call carries a valid API key.</param>
public sealed record Caller(
    string VpcEndpointId, string VpcId = NamedValues.OtherVpc, string SourceIp = NamedValues.OtherAddress, string? Principal = null, bool HasApiKey = false)
{
    /// <summary>One line for people.</summary>
    public override string ToString() =>
        $"{VpcEndpointId} in {VpcId}, from {SourceIp}{(Principal is null ? "" : $", signed by {Principal}")}{(HasApiKey ? ", with an API key" : "")}";
}

/// <summary>
/// The values that policies name, and for each kind one that they do not name. Callers built from these meet every condition of the
/// policies, and fail every condition.
/// </summary>
internal sealed class NamedValues(IEnumerable<PolicyDocument> policies)
{
    public const string OtherEndpoint = "vpce-0ffffffffffffffff";
    public const string OtherVpc = "vpc-0ffffffffffffffff";
    public const string OtherAccount = "999999999999";

    /// <summary>From the block that RFC 5737 reserves for documentation.</summary>
    public const string OtherAddress = "192.0.2.1";

    private readonly List<PolicyStatement> _statements = [.. policies.SelectMany(policy => policy.Statements)];

    public IReadOnlyList<string> Endpoints => field ??= [.. Values("aws:SourceVpce").Select(Literal).Append(OtherEndpoint).Distinct()];

    public IReadOnlyList<string> Vpcs => field ??= [.. Values("aws:SourceVpc").Select(Literal).Append(OtherVpc).Distinct()];

    /// <summary>The first and last address of each range and their outer neighbours.</summary>
    public IReadOnlyList<string> Addresses => field ??= [.. Values("aws:VpcSourceIp", "IpAddress").SelectMany(Borders).Append(OtherAddress).Distinct()];

    /// <summary>The users and sessions that policies name, another session of each role, and another user of each account.</summary>
    public IReadOnlyList<string> Principals => field ??=
    [
        .. _statements.SelectMany(statement => statement.Principal.Principals).Where(principal => principal.Type == "AWS").Select(principal => principal.Value)
            .Concat(Values("aws:PrincipalArn").Select(Literal)).SelectMany(Signers).Distinct(),
    ];

    /// <summary>Methods and paths below a stage, from the ARNs in Resource and NotResource.</summary>
    public IEnumerable<(string? Method, string Path)> Routes =>
        _statements.SelectMany(statement => statement.Resource.Patterns)
            .Select(pattern => $"{pattern}".Split('/', 4))
            .Where(parts => parts.Length == 4)
            .Select(parts => (parts[2].Contains('*') ? null : parts[2], "/" + Literal(parts[3])))
            .Distinct();

    private IEnumerable<string> Values(string key, string operation = "") =>
        _statements.SelectMany(statement => statement.Conditions)
            .Where(condition => condition.Key.Equals(key, StringComparison.OrdinalIgnoreCase) && !condition.IsNull
                && condition.Operator.Contains(operation, StringComparison.OrdinalIgnoreCase))
            .SelectMany(condition => condition.Values);

    // A value that the pattern matches.
    private static string Literal(string pattern) => pattern.Replace("*", "x", StringComparison.Ordinal).Replace('?', 'x');

    private static IEnumerable<string> Signers(string principal) => principal.Split(':', 6) switch
    {
        ["arn", var partition, "iam" or "sts", "", var account, var resource] => resource.Split('/') switch
        {
            ["role", .., var role] => [Session(partition, account, role, "other")],
            ["assumed-role", var role, var session] => [Session(partition, account, role, session), Session(partition, account, role, "other")],
            ["root"] => [OtherUser(partition, account)],
            _ => [principal, OtherUser(partition, account)],
        },
        [_] when Arns.IsAccountId(principal) => [OtherUser("aws", principal)],
        _ => [],
    };

    private static string Session(string partition, string account, string role, string session) =>
        $"arn:{partition}:sts::{account}:assumed-role/{role}/{session}";

    public static string OtherUser(string partition, string account) => $"arn:{partition}:iam::{account}:user/other";

    private static IEnumerable<string> Borders(string range)
    {
        var parsed = AddressRange.Parse(range);
        var bits = parsed.Address.GetAddressBytes().Length * 8;
        var size = BigInteger.One << (bits - parsed.PrefixLength);
        var first = new BigInteger(parsed.Address.GetAddressBytes(), isUnsigned: true, isBigEndian: true) / size * size;
        return new[] { first - 1, first, first + size - 1, first + size }
            .Where(address => address.Sign >= 0 && address < BigInteger.One << bits)
            .Select(address => Text(address, bits / 8));
    }

    private static string Text(BigInteger address, int length)
    {
        var bytes = address.ToByteArray(isUnsigned: true, isBigEndian: true);
        return new IPAddress([.. new byte[length - bytes.Length], .. bytes]).ToString();
    }
}
