using System.Text.Json.Nodes;

namespace PrivateGateway.Policies.Tests;

/// <summary>A policy and a request, generated from a seed. Values come from small pools, so that matches and near misses are common.</summary>
internal sealed class PolicyGenerator(int seed)
{
    private const string Account = "123456789012";

    private static readonly string[] Callers =
    [
        "*", $"arn:aws:iam::{Account}:user/Bob", $"arn:aws:iam::{Account}:user/Alice", $"arn:aws:sts::{Account}:assumed-role/Reader/session",
        "arn:aws:iam::999999999999:user/Bob",
    ];

    private static readonly string[] Principals =
    [
        Account, $"arn:aws:iam::{Account}:root", $"arn:aws:iam::{Account}:user/Bob", $"arn:aws:iam::{Account}:user/Alice",
        $"arn:aws:iam::{Account}:role/Reader", $"arn:aws:sts::{Account}:assumed-role/Reader/session", "999999999999",
        "arn:aws:iam::999999999999:user/Bob", "*",
    ];

    private static readonly string[] Users = [.. Principals.Where(p => p.Contains(":user/", StringComparison.Ordinal))];

    private static readonly string[] Actions =
        ["execute-api:Invoke", "execute-api:*", "execute-api:Inv*", "EXECUTE-API:invoke", "execute-api:?nvoke", "execute-api:ManageConnections", "*"];

    private static readonly string[] Resources =
    [
        "*", $"{Policies.ApiArn}/*", $"{Policies.ApiArn}/v1/*", $"{Policies.ApiArn}/v2/*", $"{Policies.ApiArn}/*/GET/*", $"{Policies.ApiArn}/v?/GET/pets",
        $"{Policies.ApiArn}/v1/POST/pets", "arn:aws:execute-api:*:*:*", $"arn:aws:execute-api:eu-*:{Account}:a1b2c3d4e5/*",
        "arn:aws:execute-api:us-east-1:*:*", "arn:aws:execute-api:*", $"{Policies.ApiArn}/v1/GET/${{aws:username}}",
        $"{Policies.ApiArn}/v1/GET/${{aws:username, 'pets'}}", "arn:aws:execute-api:*:*:other/*",
    ];

    private static readonly string[] Texts =
        ["vpce-0aaa", "vpce-0bbb", "VPCE-0AAA", "pets", "p*ts", "vpce-*", "vpce-0a?a", "*", "?", "", "${aws:username}", "${aws:username, 'pets'}"];

    private static readonly string[] TextKeys = ["aws:SourceVpce", "aws:sourcevpce", "aws:SourceVpc", "aws:username", "aws:Referer", "aws:UserAgent", "aws:RequestedRegion", "identitystore:UserId"];

    private static readonly Dictionary<string, (string[] Keys, string[] Operators, string[] Wanted, string[] Given)> Kinds = new()
    {
        ["Equals"] = (
            TextKeys, ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
            Texts, ["vpce-0aaa", "vpce-0bbb", "VPCE-0AAA", "pets", "p*ts", "*", "?", "x?", "xy"]),
        ["Like"] = (
            TextKeys, ["StringLike", "StringNotLike"],
            [.. Texts, "${*}", "x${?}", "${$}*"], ["vpce-0aaa", "vpce-0bbb", "VPCE-0AAA", "pets", "p*ts", "*", "?", "x?", "xy", "$1"]),
        ["Numeric"] = (
            ["aws:EpochTime", "aws:MultiFactorAuthAge"],
            ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"],
            ["0", "1", "10", "10.0", "-5", "1700000000"], ["0", "1", "9", "10", "11", "-5", "1700000000"]),
        ["Date"] = (
            ["aws:CurrentTime", "aws:TokenIssueTime"],
            ["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"],
            ["2026-01-01T00:00:00Z", "2026-06-30T12:00:00Z", "2020-01-01T00:00:00Z", "2026-03"],
            ["2026-01-01T00:00:00Z", "2026-06-30T12:00:00Z", "2030-01-01T00:00:00Z"]),
        ["Bool"] = (["aws:SecureTransport", "aws:MultiFactorAuthPresent", "aws:ViaAWSService", "aws:PrincipalIsAWSService", "aws:ViaAWSMCPService"], ["Bool"], ["true", "false"], ["true", "false"]),
        ["Null"] = (["aws:SourceVpce", "aws:TokenIssueTime", "aws:username"], ["Null"], ["true", "false"], ["pets"]),
        ["IPv4"] = (
            ["aws:VpcSourceIp"], ["IpAddress", "NotIpAddress"],
            ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "192.168.0.0/23", "128.0.0.0/1"],
            ["10.1.2.3", "10.1.2.4", "10.200.0.1", "192.168.1.255", "192.168.2.0"]),
        ["IPv6"] = (
            ["aws:SourceIp"], ["IpAddress", "NotIpAddress"],
            ["fd00::/8", "2001:db8::1/128", "2001:db8::/33", "fd12::1"],
            ["fd12::1", "2001:db8::1", "2001:db8:0:0:0:0:0:1", "2001:db8:8000::1"]),
        ["Arn"] = (
            ["aws:SourceArn", "aws:PrincipalArn", "lambda:SourceFunctionArn", "ec2:SourceInstanceArn", "ssm:SourceInstanceArn"],
            ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"],
            [$"arn:aws:iam::{Account}:user/Bob", $"arn:aws:iam::{Account}:*", "arn:aws:iam::*:user/*", "arn:aws:sns:*:*:topic", "arn:aws:*:*:*:*"],
            [$"arn:aws:iam::{Account}:user/Bob", $"arn:aws:iam::{Account}:user/pets", "arn:aws:sns:eu-central-1:999999999999:topic"]),
        ["Set"] = (
            ["aws:TagKeys", "aws:PrincipalOrgPaths"],
            ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"],
            Texts, ["vpce-0aaa", "vpce-0bbb", "pets", "p*ts"]),
    };

    private readonly Random _random = new(seed);

    public (JsonObject Policy, JsonObject Request) Next() => (Policy(), Request());

    private JsonObject Policy() => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 4)).Select(JsonNode (i) => Statement(i))]),
    };

    private JsonObject Statement(int index)
    {
        var isAllow = _random.Next(3) > 0;
        var statement = new JsonObject { ["Sid"] = $"S{index}", ["Effect"] = isAllow ? "Allow" : "Deny" };
        var isOpen = _random.Next(3) > 0;
        var excepts = !isAllow && _random.Next(6) == 0;
        statement[excepts ? "NotPrincipal" : "Principal"] =
            isOpen ? "*" : new JsonObject { ["AWS"] = OneOrMore(excepts ? Users : Principals) };
        statement[_random.Next(8) > 0 ? "Action" : "NotAction"] = OneOrMore(Actions);
        statement[_random.Next(8) > 0 ? "Resource" : "NotResource"] = OneOrMore(Resources);
        var condition = Condition();
        if (condition.Count > 0)
            statement["Condition"] = condition;

        return statement;
    }

    private JsonObject Condition()
    {
        var condition = new JsonObject();
        for (var i = _random.Next(3); i > 0; i--)
        {
            var name = One([.. Kinds.Keys]);
            var kind = Kinds[name];
            var suffix = name != "Null" && _random.Next(4) == 0 ? "IfExists" : "";
            var prefix = name == "Set" ? One(["ForAllValues:", "ForAnyValue:"]) : "";
            var written = $"{prefix}{One(kind.Operators)}{suffix}";
            condition[written] ??= new JsonObject();
            var keys = condition[written]!.AsObject();
            var key = One(kind.Keys);
            if (!keys.Any(k => k.Key.Equals(key, StringComparison.OrdinalIgnoreCase)))
                keys[key] = OneOrMore(kind.Wanted);
        }

        return condition;
    }

    private JsonObject Request()
    {
        var keys = new JsonObject();
        foreach (var (name, kind) in Kinds)
        {
            foreach (var key in kind.Keys)
            {
                if (name != "Null" && _random.Next(5) > 1 && !keys.Any(k => k.Key.Equals(key, StringComparison.OrdinalIgnoreCase)))
                    keys[key] = name == "Set" ? Some(kind.Given) : One(kind.Given);
            }
        }

        return new JsonObject
        {
            ["principal"] = One(Callers),
            ["action"] = "execute-api:Invoke",
            ["resource"] = One([Policies.Method, $"{Policies.ApiArn}/v2/POST/pets/1", $"{Policies.ApiArn}/v1/GET/vpce-0aaa"]),
            ["keys"] = keys,
        };
    }

    private T One<T>(T[] pool) => pool[_random.Next(pool.Length)];

    private JsonNode OneOrMore(string[] pool) => _random.Next(2) == 0
        ? One(pool)
        : new JsonArray([.. Enumerable.Range(0, _random.Next(1, 4)).Select(JsonNode (_) => One(pool))]);

    private JsonArray Some(string[] pool) => new([.. Enumerable.Range(0, _random.Next(0, 4)).Select(JsonNode (_) => One(pool))]);
}
