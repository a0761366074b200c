using PrivateGateway.Policies;

namespace PrivateGateway.Policies.Tests;

public sealed class AccessDecisionTests
{
    private const string Domain = "arn:aws:execute-api:eu-central-1:123456789012:/domainnames/pets.example.internal+a1b2c3d4e5";

    [Theory]
    [InlineData("Allow", "Allow", "Allow", "resource policy")]
    [InlineData("Allow", "ImplicitDeny", "ImplicitDeny", "resource policy")]
    [InlineData("Allow", "ExplicitDeny", "ExplicitDeny", "resource policy")]
    [InlineData("ImplicitDeny", "Allow", "ImplicitDeny", "endpoint policy")]
    [InlineData("ExplicitDeny", "Allow", "ExplicitDeny", "endpoint policy")]
    [InlineData("ImplicitDeny", "ExplicitDeny", "ImplicitDeny", "endpoint policy")]
    public void An_anonymous_caller_needs_both_policies_and_the_endpoint_policy_is_evaluated_first(
        string endpoint, string resource, string expected, string decidedBy)
    {
        var decision = AccessDecision.Of(new AccessPolicies(That(endpoint), null, That(resource)), Policies.Anonymous());

        Assert.Equal((expected, decidedBy), ($"{decision.Verdict}", decision.DecidedBy));
        Assert.NotEmpty(decision.Reason);
    }

    // Tables A and B of API Gateway's documentation, "Policy evaluation outcome tables".
    [Theory]
    [InlineData("Allow", "Allow", "Allow", "Allow")]
    [InlineData("Allow", "ImplicitDeny", "Allow", "ImplicitDeny")]
    [InlineData("Allow", "ExplicitDeny", "ExplicitDeny", "ExplicitDeny")]
    [InlineData("ImplicitDeny", "Allow", "Allow", "ImplicitDeny")]
    [InlineData("ImplicitDeny", "ImplicitDeny", "ImplicitDeny", "ImplicitDeny")]
    [InlineData("ImplicitDeny", "ExplicitDeny", "ExplicitDeny", "ExplicitDeny")]
    [InlineData("ExplicitDeny", "Allow", "ExplicitDeny", "ExplicitDeny")]
    [InlineData("ExplicitDeny", "ImplicitDeny", "ExplicitDeny", "ExplicitDeny")]
    [InlineData("ExplicitDeny", "ExplicitDeny", "ExplicitDeny", "ExplicitDeny")]
    public void A_signed_call_is_decided_as_the_tables_in_the_documentation_say(
        string identity, string resource, string inOneAccount, string acrossAccounts)
    {
        Assert.Equal(inOneAccount, Of(inAccountOfApi: true));
        Assert.Equal(acrossAccounts, Of(inAccountOfApi: false));

        string Of(bool inAccountOfApi) => $"{AccessDecision.Of(
            new AccessPolicies(PolicyDocument.FullAccess, null, That(resource)),
            Policies.By("arn:aws:iam::123456789012:user/Bob"),
            new CallerIdentity(Enum.Parse<Verdict>(identity), inAccountOfApi)).Verdict}";
    }

    [Fact]
    public void A_call_through_a_custom_domain_is_evaluated_against_the_domains_ARN_and_the_methods_ARN()
    {
        var domain = PolicyReader.Read(System.Text.Json.Nodes.JsonNode.Parse(
            """{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*" } }""")!,
            PolicyPlace.Domain(Domain));

        Assert.True(Of(PolicyDocument.FullAccess, domain).IsAllowed);
        Assert.Equal(("domain policy", Domain), Decider(Of(PolicyDocument.FullAccess, PolicyDocument.NoAccess)));
        Assert.Equal(("endpoint policy", Domain), Decider(Of(That("Allow"), domain)));
        Assert.Equal(("endpoint policy", Policies.Method), Decider(Of(domain, domain)));

        static (string, string) Decider(AccessDecision decision) => (decision.DecidedBy, decision.Resource);
    }

    [Fact]
    public void An_API_policy_can_require_the_domain_that_the_call_comes_through()
    {
        var resource = Policies.On($"{{ 'ArnEquals': {{ 'execute-api:viaDomainArn': '{Domain}' }} }}");

        Assert.True(AccessDecision.Of(
            new AccessPolicies(PolicyDocument.FullAccess, new DomainPolicy(Domain, PolicyDocument.FullAccess), resource), Policies.Anonymous()).IsAllowed);
        Assert.False(AccessDecision.Of(new AccessPolicies(PolicyDocument.FullAccess, null, resource), Policies.Anonymous()).IsAllowed);
    }

    private static AccessDecision Of(PolicyDocument endpoint, PolicyDocument domain) =>
        AccessDecision.Of(new AccessPolicies(endpoint, new DomainPolicy(Domain, domain), That("Allow")), Policies.Anonymous());

    /// <summary>A policy that gives this verdict for the method and does not mention anything else.</summary>
    private static PolicyDocument That(string verdict) => Policies.Read(
        $$"""
        { 'Statement': { 'Effect': '{{(verdict == "ExplicitDeny" ? "Deny" : "Allow")}}', 'Principal': '*', 'Action': 'execute-api:Invoke',
            'Resource': '{{(verdict == "ImplicitDeny" ? "execute-api:/other/*" : Policies.Method)}}' } }
        """);
}
