using System.Text.Json.Nodes;
using PrivateGateway.Calls;
using PrivateGateway.Policies;

namespace PrivateGateway.Tests.Calls;

/// <summary>The condition keys and the identity that policies are evaluated with, as IAM's and API Gateway's documentation describe them.</summary>
public sealed class RequestContextTests
{
    private const string Signature = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/eu-west-1/execute-api/aws4_request, SignedHeaders=host, Signature=00";
    private const string User = "arn:aws:iam::123456789012:user/team/MyUser";
    private const string Session = "arn:aws:sts::123456789012:assumed-role/Reader/session";

    // "Use VPC endpoint policies for private APIs": the invoker is identified by the Authorization header, with AWS_IAM and with NONE.
    [Theory]
    [InlineData(Signature, true, User, 200)]
    [InlineData(Signature, false, User, 200)]
    [InlineData(Signature, false, "arn:aws:iam::123456789012:user/Other", 403)]
    [InlineData("AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE", false, User, 200)]
    [InlineData("Bearer x", false, User, 403)]
    [InlineData(null, false, User, 403)]
    public void An_endpoint_policy_sees_the_signer_whatever_the_methods_authorization_is(string? authorization, bool iam, string signer, int status)
    {
        var endpoint = Endpoint($$"""[{"Effect":"Allow","Principal":{"AWS":"{{User}}"},"Action":"*","Resource":"*"}]""");

        Assert.Equal(status, Status(Decide(endpoint, authorization, signer, iam)));
    }

    [Fact]
    public void A_resource_policy_sees_an_anonymous_caller_where_the_method_has_no_authorization()
    {
        var resource = TestGateway.Policy($$"""[{"Effect":"Allow","Principal":{"AWS":"{{User}}"},"Action":"*","Resource":"*"}]""");

        Assert.Equal(403, Status(Decide(null, Signature, User, iam: false, resource)));
        Assert.Equal(200, Status(Decide(null, Signature, User, iam: true, resource)));
    }

    [Fact]
    public void A_signature_of_an_unknown_signer_is_refused_where_the_signer_matters()
    {
        Assert.Equal(200, Status(Decide(null, Signature, null, iam: false)));
        Assert.Equal(403, Status(Decide(null, Signature, null, iam: true)));
        Assert.Equal(403, Status(Decide(PolicyDocument.FullAccess, Signature, null, iam: false)));
    }

    // IAM User Guide, "AWS global condition context keys".
    [Theory]
    [InlineData("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/Reader", Session, true)]
    [InlineData("ArnEquals", "aws:PrincipalArn", Session, Session, false)]
    [InlineData("ArnEquals", "aws:PrincipalArn", User, User, true)]
    [InlineData("StringEquals", "aws:username", "MyUser", User, true)]
    [InlineData("Null", "aws:username", "true", Session, true)]
    [InlineData("StringEquals", "aws:PrincipalType", "AssumedRole", Session, true)]
    [InlineData("StringEquals", "aws:PrincipalType", "Anonymous", null, true)]
    [InlineData("StringEquals", "aws:PrincipalAccount", "123456789012", User, true)]
    [InlineData("StringEquals", "aws:PrincipalAccount", "anonymous", null, true)]
    [InlineData("Bool", "aws:ViaAWSService", "false", null, true)]
    [InlineData("Bool", "aws:ViaAWSService", "false", User, true)]
    [InlineData("Bool", "aws:PrincipalIsAWSService", "false", User, true)]
    [InlineData("Null", "aws:PrincipalIsAWSService", "true", null, true)]
    [InlineData("StringEquals", "aws:RequestedRegion", "eu-west-1", null, true)]
    [InlineData("StringEquals", "aws:ResourceAccount", "123456789012", null, true)]
    [InlineData("Null", "aws:SourceIp", "true", null, true)]
    public void A_call_has_the_keys_that_IAM_documents(string name, string key, string value, string? signer, bool applies)
    {
        var endpoint = Endpoint(
            $$$"""
            [{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},
             {"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"{{{name}}}":{"{{{key}}}":"{{{value}}}" } } }]
            """);

        var outcome = Decide(endpoint, signer is null ? null : Signature, signer, iam: signer is not null);

        Assert.Equal(applies ? Verdict.ExplicitDeny : Verdict.Allow, outcome.Policies!.Verdict);
    }

    // The documentation's own example below aws:SourceVpc.
    [Fact]
    public void A_deny_for_calls_that_an_AWS_service_does_not_make_applies()
    {
        var endpoint = Endpoint(
            """
            [{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},
             {"Effect":"Deny","Principal":"*","Action":"*","Resource":"*",
              "Condition":{"StringNotEqualsIfExists":{"aws:SourceVpc":"vpc-other"},"Bool":{"aws:ViaAWSService":"false"}}}]
            """);

        Assert.Equal(403, Status(Decide(endpoint, null, null, iam: false)));
    }

    [Theory]
    [InlineData(User, 200)]
    [InlineData(null, 403)]
    public void The_context_option_supplies_keys_that_only_AWS_knows_and_the_signers_keys_only_for_signed_calls(string? signer, int status)
    {
        var endpoint = Endpoint("""[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}]""");
        var context = new RequestContext(TestGateway.Api, new Dictionary<string, IReadOnlyList<string>> { ["aws:principalorgid"] = ["o-1"] });

        Assert.Equal(status, Status(Decide(endpoint, signer is null ? null : Signature, signer, iam: signer is not null, context: context)));
        Assert.Empty(context.Unsupplied(endpoint));
        Assert.Equal(["aws:PrincipalOrgID"], new RequestContext(TestGateway.Api, new Dictionary<string, IReadOnlyList<string>>()).Unsupplied(endpoint));
    }

    private static PolicyDocument Endpoint(string statements) =>
        PolicyReader.Read(JsonNode.Parse($$"""{"Version":"2012-10-17","Statement":{{statements}}}""")!, PolicyPlace.VpcEndpoint);

    private static int Status(AccessOutcome outcome) => outcome.Refusal?.Status ?? 200;

    private static AccessOutcome Decide(
        PolicyDocument? endpoint, string? authorization, string? signer, bool iam, PolicyDocument? resource = null, RequestContext? context = null)
    {
        var api = TestGateway.Api with { ResourcePolicy = resource ?? PolicyDocument.FullAccess };
        context ??= new RequestContext(api, new Dictionary<string, IReadOnlyList<string>>());
        return new AccessControl(api, null, context).Decide(new AccessRequest(
            new VpcEndpoint("vpce-0aaa", "vpc-0abc", endpoint, null), "10.0.0.1", "arn:aws:execute-api:eu-west-1:123456789012:abcdefghij/v1/GET/pets",
            TestGateway.Method("/{proxy+}", iam: iam), null, DateTimeOffset.UnixEpoch, authorization, signer));
    }
}
