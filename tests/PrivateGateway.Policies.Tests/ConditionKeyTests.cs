using PrivateGateway.Policies;

namespace PrivateGateway.Policies.Tests;

public sealed class ConditionKeyTests
{
    // IAM User Guide, "AWS global condition context keys", "IAM and AWS STS condition context keys".
    [Theory]
    [InlineData("lambda:SourceFunctionArn")]
    [InlineData("ec2:SourceInstanceArn")]
    [InlineData("ec2:RoleDelivery")]
    [InlineData("ssm:SourceInstanceArn")]
    [InlineData("codebuild:BuildArn")]
    [InlineData("glue:RoleAssumedBy")]
    [InlineData("identitystore:UserId")]
    [InlineData("aws:SignInSessionArn")]
    [InlineData("aws:ViaAWSMCPService")]
    [InlineData("aws:CalledViaAWSMCP")]
    [InlineData("saml:sub")]
    [InlineData("cognito-identity.amazonaws.com:aud")]
    [InlineData("accounts.google.com:sub")]
    [InlineData("token.actions.githubusercontent.com:sub")]
    [InlineData("oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE:aud")]
    public void Keys_of_role_sessions_and_identity_providers_are_known(string key)
    {
        var policy = Policies.On($"{{ 'StringEquals': {{ '{key}': 'a' }} }}", "Deny");

        Assert.Equal(Verdict.ImplicitDeny, Policies.VerdictOf(policy, Policies.Anonymous()));
        Assert.Equal(Verdict.ExplicitDeny, Policies.VerdictOf(policy, Policies.Anonymous((key, "a"))));
    }

    [Theory]
    [InlineData("aws:SourceVpcEndpoint")]
    [InlineData("lambda:SourceFunction")]
    [InlineData("codebuild:")]
    [InlineData("token.actions.githubusercontent.com:subject")]
    public void A_misspelt_key_is_refused(string key) =>
        Assert.Contains($"Unknown condition key {key}.", Assert.Throws<PolicyException>(() => Policies.On($"{{ 'StringEquals': {{ '{key}': 'a' }} }}")).Message, StringComparison.Ordinal);
}
