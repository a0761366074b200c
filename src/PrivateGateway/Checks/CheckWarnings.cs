using PrivateGateway.Calls;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Checks;

/// <summary>Valid policies that are rarely intended.</summary>
internal static class CheckWarnings
{
    public const string OpenPolicy = "open-policy";
    public const string SourceIp = "source-ip";
    public const string AdmitsNobody = "admits-nobody";
    public const string NegatedKeys = "negated-keys";
    public const string BearerToken = "bearer-token";
    public const string Ignored = "ignored";
    public const string PrincipalWithoutIam = "principal-without-iam";
    public const string UndeployedPolicy = "undeployed-policy";
    public const string EndpointClosed = "endpoint-closed";
    public const string UnknownValue = "unknown-value";
    public const string Unclear = "unclear";

    private static readonly string[] TextKeys = ["aws:Referer", "aws:UserAgent", "aws:username", "aws:userid"];

    public static IReadOnlyDictionary<string, string> Rules { get; } = new Dictionary<string, string>
    {
        [OpenPolicy] = "Anonymous callers from any VPC endpoint are allowed, without a key, a token or a signature.",
        [SourceIp] = "aws:SourceIp has no value on a private API; aws:VpcSourceIp is the caller's address.",
        [AdmitsNobody] = "No caller that the policies name is allowed on any route.",
        [NegatedKeys] = "A Deny with several keys under one negated operator applies only where all of them differ.",
        [BearerToken] = "A custom endpoint policy sees callers with a bearer token as anonymous.",
        [Ignored] = "API Gateway ignores a security scheme or a request validator of the OpenAPI description.",
        [PrincipalWithoutIam] = "A Principal other than * never matches on a method without IAM authorization.",
        [UndeployedPolicy] = "A changed policy has no effect until the API is deployed again.",
        [EndpointClosed] = "The policy of the VPC endpoint refuses every call to this API.",
        [UnknownValue] = "A policy names a condition key that only AWS can supply.",
        [Unclear] = "AWS's documentation does not say clearly how the policy is decided.",
    };

    public static IEnumerable<CheckWarning> Warnings(this AccessCheck check)
    {
        var api = check.Api;
        foreach (var statement in check.Policies.SelectMany(policy => policy.Statements))
        {
            foreach (var warning in OfStatement(statement))
                yield return warning;
        }

        foreach (var statement in api.ResourcePolicy.Statements.Where(statement => statement.Principal.Principals.Any(principal => principal.Type != "*")))
        {
            if (api.Methods.FirstOrDefault(method => method.Authorization != MethodAuthorization.AwsIam) is { } method)
                yield return new(PrincipalWithoutIam, $"{statement.Name} names a principal, but {method.HttpMethod} {method.ResourcePath} has no IAM authorization: its callers are anonymous.", statement.Line);
        }

        if (check.Endpoints.All.Any() && api.Methods.FirstOrDefault(method => method.Authorizer is not null) is { } withToken)
            yield return new(BearerToken, $"{withToken.HttpMethod} {withToken.ResourcePath} takes a token, and the VPC endpoint has a policy of its own: it must allow anonymous callers. (Texts up to 2025 say that such calls are answered with 403.)", null);

        foreach (var method in api.Methods.Where(method => method.Ignored.Count > 0).DistinctBy(method => method.Ignored[0]))
            yield return new(Ignored, $"{method.HttpMethod} {method.ResourcePath}: API Gateway ignores {method.Ignored[0]}.", null);

        foreach (var key in check.Unsupplied)
            yield return new(UnknownValue, $"a policy names {key}, which no call has here: it is decided as if the key were missing. Give its value with --context {key}=VALUE.", null);

        foreach (var warning in OfDecisions(check))
            yield return warning;
    }

    private static IEnumerable<CheckWarning> OfStatement(PolicyStatement statement)
    {
        foreach (var condition in statement.Conditions)
        {
            if (Is(condition, "aws:SourceIp"))
                yield return new(SourceIp, $"{statement.Name} compares aws:SourceIp, which a call through a VPC endpoint does not have. Use aws:VpcSourceIp.", statement.Line);
            if (Is(condition, "aws:PrincipalAccount"))
                yield return new(Unclear, $"{statement.Name} compares aws:PrincipalAccount. For anonymous callers IAM documents the value 'anonymous', which is used here, and API Gateway none.", statement.Line);
            if (condition.IsNegated && statement.Effect == PolicyEffect.Deny && condition.Variables.SelectMany(value => value.VariablesWithoutDefault).FirstOrDefault() is { } variable)
                yield return new(Unclear, $"{statement.Name} compares {condition.Key} with ${{{variable}}}: where that has no value, AWS may ignore the statement, as is done here.", statement.Line);
            if (condition.IsNegated && TextKeys.Contains(condition.Key, StringComparer.OrdinalIgnoreCase) && !condition.Operator.Contains("String", StringComparison.OrdinalIgnoreCase))
                yield return new(Unclear, $"{statement.Name} compares the text {condition.Key} by {condition.Operator}: a value that cannot be parsed counts as different here.", statement.Line);
        }

        foreach (var same in statement.Conditions.Where(c => c.IsNegated && statement.Effect == PolicyEffect.Deny).GroupBy(c => c.Operator).Where(g => g.Count() > 1))
            yield return new(NegatedKeys, $"{statement.Name} denies only where {string.Join(" and ", same.Select(c => c.Key))} all differ: either value alone lets a caller in.", statement.Line);
    }

    private static IEnumerable<CheckWarning> OfDecisions(AccessCheck check)
    {
        // A preflight can carry neither a key nor a signature, so that OPTIONS is open on purpose.
        var stranger = new CheckOptions { VpcEndpointIds = [NamedValues.OtherEndpoint], VpcId = NamedValues.OtherVpc };
        if (check.With(stranger).Rows().FirstOrDefault(row => row is { IsAllowed: true, Needs: "", Method: not "OPTIONS", Caller.Principal: null }) is { } open)
            yield return new(OpenPolicy, $"an anonymous caller through any VPC endpoint of any account may call {open.Method} {open.Route}: {open.Reason}", open.Line);

        var refused = check.With(new CheckOptions()).Rows().TakeUntilAllowed().ToList();
        if (refused.Count == 0 || refused[^1].IsAllowed)
            yield break;

        yield return refused.TrueForAll(row => row.DecidedBy.StartsWith("endpoint policy", StringComparison.Ordinal))
            ? new(EndpointClosed, $"the policy of the VPC endpoint refuses every call: {refused[0].Reason}", refused[0].Line)
            : new(AdmitsNobody, $"no caller is allowed on any route: {refused[^1].Reason}", refused[^1].Line);
    }

    private static IEnumerable<CheckRow> TakeUntilAllowed(this IEnumerable<CheckRow> rows)
    {
        foreach (var row in rows)
        {
            yield return row;
            if (row.IsAllowed)
                yield break;
        }
    }

    private static bool Is(Condition condition, string key) => condition.Key.Equals(key, StringComparison.OrdinalIgnoreCase);
}
