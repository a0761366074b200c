using System.Text.Json.Nodes;
using PrivateGateway.Policies;

namespace PrivateGateway.Policies.Tests;

/// <summary>Policies and requests as tests write them.</summary>
internal static class Policies
{
    public const string ApiArn = "arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5";

    public const string Method = ApiArn + "/v1/GET/pets";

    /// <summary>A whole policy; single quotes stand for double ones.</summary>
    public static PolicyDocument Read(string policy) =>
        PolicyReader.Read(JsonNode.Parse(policy.Replace('\'', '"'))!, PolicyPlace.Api(ApiArn));

    /// <summary>One statement for everyone, with this condition.</summary>
    public static PolicyDocument On(string condition, string effect = "Allow") => Read(
        $$"""
        { 'Version': '2012-10-17', 'Statement': [{
            'Sid': 'Tested', 'Effect': '{{effect}}', 'Principal': '*', 'Action': 'execute-api:Invoke', 'Resource': 'execute-api:/*',
            'Condition': {{condition}} }] }
        """);

    public static PolicyRequest Anonymous(params (string Key, string Value)[] keys) => By("*", keys);

    public static PolicyRequest By(string principal, params (string Key, string Value)[] keys) => new(
        principal,
        "execute-api:Invoke",
        Method,
        keys.GroupBy(k => k.Key).ToDictionary(k => k.Key, k => (IReadOnlyList<string>)[.. k.Select(pair => pair.Value)]));

    /// <summary>A request that <see cref="PolicyGenerator"/> generates and the simulator reads.</summary>
    public static PolicyRequest Request(JsonObject request) => new(
        request["principal"]!.ToString(),
        request["action"]!.ToString(),
        request["resource"]!.ToString(),
        request["keys"]!.AsObject().ToDictionary(k => k.Key, k => (IReadOnlyList<string>)(k.Value is JsonArray many
            ? [.. many.Select(v => v!.ToString())]
            : [k.Value!.ToString()])));

    public static Verdict VerdictOf(PolicyDocument policy, PolicyRequest request) => PolicyEvaluator.Evaluate(policy, request).Verdict;

    /// <summary>Whether a statement with this condition applies to a request with these keys.</summary>
    public static bool Holds(string condition, params (string Key, string Value)[] keys) =>
        VerdictOf(On(condition), Anonymous(keys)) == Verdict.Allow;
}
