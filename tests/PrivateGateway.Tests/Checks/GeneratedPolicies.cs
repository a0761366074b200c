using System.Text.Json.Nodes;
using PrivateGateway.Checks;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Checks;

/// <summary>APIs and callers, generated from a seed. Values come from small pools, so that matches and near misses are common.</summary>
internal sealed class GeneratedPolicies(int seed)
{
    private const string Account = "123456789012";

    private static readonly string[] Endpoints = ["vpce-0aaa", "vpce-0bbb", "vpce-0ccc"];
    private static readonly string[] Vpcs = ["vpc-0aaa", "vpc-0bbb"];
    private static readonly string[] Ranges = ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.1.2.3", "192.168.0.0/23"];
    private static readonly string[] Addresses = ["9.255.255.255", "10.0.0.0", "10.1.0.7", "10.1.2.3", "10.1.2.4", "10.1.3.0", "11.0.0.0", "192.168.1.9"];

    private static readonly string[] Principals =
    [
        $"arn:aws:iam::{Account}:user/Bob", $"arn:aws:iam::{Account}:role/Reader", $"arn:aws:sts::{Account}:assumed-role/Reader/first", Account, "210987654321",
    ];

    private static readonly string[] Signers =
    [
        $"arn:aws:iam::{Account}:user/Bob", $"arn:aws:iam::{Account}:user/Alice", $"arn:aws:sts::{Account}:assumed-role/Reader/first",
        $"arn:aws:sts::{Account}:assumed-role/Reader/second", "arn:aws:iam::210987654321:user/Bob", "arn:aws:iam::333333333333:user/Eve",
    ];

    private static readonly string[] Resources = ["execute-api:/*", "execute-api:/v1/*", "execute-api:/v1/GET/*", "execute-api:/v1/*/orders", "execute-api:/v1/DELETE/orders/*"];

    private readonly Random _random = new(seed);

    public PrivateApi Api() => TestGateway.Api with
    {
        Methods =
        [
            TestGateway.Method("/", iam: _random.Next(4) == 0),
            TestGateway.Method("/{proxy+}"),
            TestGateway.Method("/orders", "GET", iam: _random.Next(3) == 0),
            TestGateway.Method("/orders/{id}", "DELETE", iam: _random.Next(3) == 0),
        ],
        ResourcePolicy = TestGateway.Policy(new JsonArray(
            [.. Enumerable.Range(0, _random.Next(1, 4)).Select(Statement), .. _random.Next(2) == 0 ? [] : new JsonNode[] { Everything() }]).ToJsonString()),
    };

    public (string Method, string Path) Call() =>
        _random.Next(4) switch { 0 => (One(["GET", "POST"]), "/"), 1 => ("GET", "/orders"), 2 => ("DELETE", "/orders/7"), _ => (One(["GET", "DELETE"]), "/other") };

    /// <param name="isSigned">Whether the caller has a signature.</param>
    public Caller Caller(bool isSigned) => new(One([.. Endpoints, "vpce-0ddd"]), One([.. Vpcs, "vpc-0ccc"]), One(Addresses), isSigned ? One(Signers) : null, false);

    private static JsonObject Everything() =>
        new() { ["Effect"] = "Allow", ["Principal"] = "*", ["Action"] = "execute-api:Invoke", ["Resource"] = "execute-api:/*" };

    private JsonNode Statement(int index)
    {
        var statement = Everything();
        statement["Effect"] = One(["Allow", "Deny"]);
        statement["Resource"] = One(Resources);
        if (_random.Next(4) == 0)
            statement["Principal"] = new JsonObject { ["AWS"] = Some(Principals) };

        var condition = new JsonObject();
        if (_random.Next(3) > 0)
            condition[One(["StringEquals", "StringNotEquals"])] = new JsonObject { ["aws:SourceVpce"] = Some(Endpoints) };
        if (_random.Next(4) == 0)
            condition[One(["StringLike", "StringNotLike"])] = new JsonObject { ["aws:SourceVpc"] = One(["vpc-0a*", "vpc-0bbb"]) };
        if (_random.Next(3) == 0)
            condition[One(["IpAddress", "NotIpAddress"])] = new JsonObject { ["aws:VpcSourceIp"] = Some(Ranges) };
        if (condition.Count > 0)
            statement["Condition"] = condition;

        return statement;
    }

    private T One<T>(T[] pool) => pool[_random.Next(pool.Length)];

    private JsonArray Some(string[] pool) => new([.. Enumerable.Range(0, _random.Next(1, 3)).Select(JsonNode (_) => One(pool))]);
}
