using PrivateGateway.Policies;

namespace PrivateGateway.Policies.Tests;

public sealed class PolicyEvaluatorTests
{
    private const string Article =
        """
        { 'Version': '2012-10-17', 'Statement': [
            { 'Effect': 'Allow', 'Principal': '*', 'Action': 'execute-api:Invoke', 'Resource': 'execute-api:/*' },
            { 'Sid': 'DenyOtherEndpoints', 'Effect': 'Deny', 'Principal': '*', 'Action': 'execute-api:Invoke', 'Resource': 'execute-api:/*',
              'Condition': { 'StringNotEquals': { 'aws:SourceVpce': ['vpce-0aaa', 'vpce-0ccc'] } } }] }
        """;

    [Fact]
    public void The_allow_listed_endpoint_is_allowed()
    {
        var decision = PolicyEvaluator.Evaluate(Policies.Read(Article), Policies.Anonymous(("aws:SourceVpce", "vpce-0aaa")));

        Assert.Equal(Verdict.Allow, decision.Verdict);
        Assert.Equal(0, decision.DecidedBy!.Index);
        Assert.Equal("statement 0 allows it without a condition.", decision.Reason);
    }

    [Fact]
    public void The_reason_names_the_statement_the_condition_and_the_values()
    {
        var decision = PolicyEvaluator.Evaluate(Policies.Read(Article), Policies.Anonymous(("aws:SourceVpce", "vpce-0bbb")));

        Assert.Equal(Verdict.ExplicitDeny, decision.Verdict);
        Assert.Equal("DenyOtherEndpoints", decision.DecidedBy!.Sid);
        Assert.Equal(
            "statement 'DenyOtherEndpoints' denies it because StringNotEquals compares aws:SourceVpce with [vpce-0aaa, vpce-0ccc] "
            + "and the request has 'vpce-0bbb'.",
            decision.Reason);
    }

    [Fact]
    public void A_request_without_an_endpoint_is_denied_by_a_negated_condition() =>
        Assert.Equal(Verdict.ExplicitDeny, Policies.VerdictOf(Policies.Read(Article), Policies.Anonymous()));

    [Fact]
    public void An_implicit_deny_says_why_each_allow_did_not_apply()
    {
        var policy = Policies.On("{ 'StringEquals': { 'aws:SourceVpce': 'vpce-0aaa' } }");

        var decision = PolicyEvaluator.Evaluate(policy, Policies.Anonymous(("aws:sourcevpce", "vpce-0bbb")));

        Assert.Equal(Verdict.ImplicitDeny, decision.Verdict);
        Assert.Null(decision.DecidedBy);
        Assert.Equal(
            "no statement allows it: statement 'Tested' does not apply because StringEquals compares aws:SourceVpce with 'vpce-0aaa' "
            + "and the request has 'vpce-0bbb'.",
            decision.Reason);
    }

    [Fact]
    public void An_endpoint_without_a_policy_allows_everything_and_a_domain_without_a_policy_allows_nothing()
    {
        Assert.Equal(Verdict.Allow, Policies.VerdictOf(PolicyDocument.FullAccess, Policies.Anonymous()));
        Assert.Equal(Verdict.ExplicitDeny, Policies.VerdictOf(PolicyDocument.NoAccess, Policies.Anonymous()));
    }
}
