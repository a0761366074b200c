using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PrivateGateway.Policies;

namespace PrivateGateway.Policies.Tests;

/// <summary>Properties that hold for every policy and every request.</summary>
[Properties(MaxTest = 400)]
public sealed class PolicyPropertyTests
{
    private static readonly Gen<int> Seeds = Gen.Choose(0, int.MaxValue - 1);

    [Property]
    public Property The_order_of_statements_does_not_matter() => ForAll((policy, request) =>
        Evaluate(policy, request) == Evaluate(new PolicyDocument([.. policy.Statements.Reverse()]), request));

    [Property]
    public Property A_policy_without_its_deny_statements_never_denies_explicitly_and_admits_at_least_as_many_requests() => ForAll((policy, request) =>
    {
        var open = Evaluate(Without(policy, PolicyEffect.Deny), request);
        return open != Verdict.ExplicitDeny && (Evaluate(policy, request) != Verdict.Allow || open == Verdict.Allow);
    });

    [Property]
    public Property A_policy_without_its_allow_statements_admits_nobody() => ForAll((policy, request) =>
        Evaluate(Without(policy, PolicyEffect.Allow), request) != Verdict.Allow);

    [Property]
    public Property A_deny_of_everything_wins_over_any_policy() => ForAll((policy, request) =>
        Evaluate(new PolicyDocument([.. policy.Statements, .. PolicyDocument.NoAccess.Statements]), request) == Verdict.ExplicitDeny);

    [Property]
    public Property The_deciding_statement_alone_gives_the_same_verdict() => ForAll((policy, request) =>
        PolicyEvaluator.Evaluate(policy, request) is var decision
        && (decision.DecidedBy is null
            ? decision.Verdict == Verdict.ImplicitDeny
            : Evaluate(new PolicyDocument([decision.DecidedBy]), request) == decision.Verdict && decision.Reason.Contains(decision.DecidedBy.Sid!, StringComparison.Ordinal)));

    [Property]
    public Property The_case_of_the_requests_keys_does_not_matter() => ForAll((policy, request) =>
        Evaluate(policy, request) == Evaluate(policy, request with
        {
            ConditionKeys = request.ConditionKeys.ToDictionary(k => k.Key.ToUpperInvariant(), k => k.Value),
        }));

    [Property]
    public Property An_operator_and_its_negation_never_agree_on_a_key_that_is_present()
    {
        (string, string)[] pairs =
        [
            ("StringEquals", "StringNotEquals"), ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"), ("StringLike", "StringNotLike"),
        ];
        var texts = Gen.Elements("a", "A", "ab", "*", "?", "a*", "b", "").NonEmptyListOf().Resize(6);
        return Prop.ForAll(
            Gen.Elements(pairs).Zip(texts).Zip(Gen.Elements("a", "A", "ab", "b", "")).ToArbitrary(),
            pick => Holds(pick.Item1.Item1.Item1, pick.Item1.Item2, pick.Item2) != Holds(pick.Item1.Item1.Item2, pick.Item1.Item2, pick.Item2));
    }

    [Property]
    public Property Wildcards_match_as_the_regular_expression_of_the_same_meaning_does()
    {
        var texts = Gen.Elements('a', 'b', '*', '?').ListOf().Resize(12).Select(string.Concat);
        return Prop.ForAll(texts.Zip(texts).ToArbitrary(), pick =>
            Holds("StringLike", [pick.Item1], pick.Item2) == Regex.IsMatch(
                pick.Item2, $"\\A{Regex.Escape(pick.Item1).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}\\z", RegexOptions.NonBacktracking));
    }

    [Property]
    public Property A_range_holds_exactly_the_addresses_that_share_its_prefix()
    {
        return Prop.ForAll(Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, int.MaxValue)).Zip(Gen.Choose(0, 32)).ToArbitrary(), pick =>
        {
            var ((network, address), length) = pick;
            var shared = length == 0 || (uint)network >> (32 - length) == (uint)address >> (32 - length);
            return Policies.Holds($"{{ 'IpAddress': {{ 'aws:VpcSourceIp': '{Address(network)}/{length}' }} }}", ("aws:VpcSourceIp", Address(address))) == shared;
        });

        static string Address(int bits) => $"{bits >> 24 & 255}.{bits >> 16 & 255}.{bits >> 8 & 255}.{bits & 255}";
    }

    private static Property ForAll(Func<PolicyDocument, PolicyRequest, bool> holds) => Prop.ForAll(Seeds.ToArbitrary(), seed =>
    {
        var (policy, request) = new PolicyGenerator(seed).Next();
        return holds(PolicyReader.Read(policy, PolicyPlace.Api(Policies.ApiArn)), Policies.Request(request));
    });

    private static bool Holds(string name, IEnumerable<string> wanted, string given) => Policies.Holds(
        new JsonObject { [name] = new JsonObject { ["aws:Referer"] = new JsonArray([.. wanted.Select(w => JsonValue.Create(w))]) } }.ToJsonString(),
        ("aws:Referer", given));

    private static Verdict Evaluate(PolicyDocument policy, PolicyRequest request) => PolicyEvaluator.Evaluate(policy, request).Verdict;

    private static PolicyDocument Without(PolicyDocument policy, PolicyEffect effect) =>
        new([.. policy.Statements.Where(s => s.Effect != effect)]);
}
