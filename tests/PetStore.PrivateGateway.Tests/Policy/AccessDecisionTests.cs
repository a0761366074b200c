using PetStore.PrivateGateway.Policy;

namespace PetStore.PrivateGateway.Tests.Policy;

public sealed class AccessDecisionTests
{
    [Theory]
    [InlineData("Allow", "Allow", "Allow")]
    [InlineData("Allow", "ImplicitDeny", "ImplicitDeny")]
    [InlineData("Allow", "ExplicitDeny", "ExplicitDeny")]
    [InlineData("ImplicitDeny", "Allow", "ImplicitDeny")]
    [InlineData("ExplicitDeny", "Allow", "ExplicitDeny")]
    [InlineData("ImplicitDeny", "ExplicitDeny", "ImplicitDeny")]
    public void An_anonymous_caller_needs_both_policies_and_the_endpoints_comes_first(string endpoint, string resource, string expected) =>
        Assert.Equal(expected, $"{AccessDecision.Of(Decided(endpoint), Decided(resource)).Verdict}");

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
    public void A_signed_call_is_decided_as_the_documentations_tables_say(
        string identity, string resource, string inOneAccount, string acrossAccounts)
    {
        Assert.Equal(inOneAccount, $"{Of(identity, resource, inAccountOfApi: true).Verdict}");
        Assert.Equal(acrossAccounts, $"{Of(identity, resource, inAccountOfApi: false).Verdict}");
    }

    [Fact]
    public void The_reason_says_whose_policy_decided()
    {
        Assert.StartsWith("The VPC endpoint's policy: ", AccessDecision.Of(Decided("ImplicitDeny"), Decided("Allow")).Reason, StringComparison.Ordinal);
        Assert.StartsWith("The API's resource policy: ", AccessDecision.Of(Decided("Allow"), Decided("Allow")).Reason, StringComparison.Ordinal);
        Assert.StartsWith("The caller's own IAM policies: ", Of("ExplicitDeny", "Allow", true).Reason, StringComparison.Ordinal);
    }

    private static AccessDecision Of(string identity, string resource, bool inAccountOfApi) =>
        AccessDecision.Of(Decided("Allow"), Decided(resource), new CallerIdentity(Enum.Parse<Verdict>(identity), inAccountOfApi));

    private static PolicyDecision Decided(string verdict) => new(Enum.Parse<Verdict>(verdict), null, "because.");
}
