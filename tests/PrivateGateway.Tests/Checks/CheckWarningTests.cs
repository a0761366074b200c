using System.Text.Json.Nodes;
using PrivateGateway.Checks;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Checks;

public sealed class CheckWarningTests
{
    private const string Allow = """{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}""";

    [Theory]
    [InlineData("open-policy", Allow)]
    [InlineData("source-ip", Allow + ""","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}""")]
    [InlineData("admits-nobody", Allow + ""","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}""")]
    [InlineData("negated-keys", """{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-0aaa","aws:SourceVpc":"vpc-0aaa"}}}""")]
    [InlineData("principal-without-iam", """{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"*","Resource":"*"}""")]
    [InlineData("unknown-value", Allow + ""","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}""")]
    [InlineData("unclear", Allow + ""","Condition":{"StringEquals":{"aws:PrincipalAccount":"123456789012"}}""")]
    [InlineData("unclear", """{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceVpce":"${aws:username}"}}}""")]
    [InlineData("unclear", """{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"NumericNotEquals":{"aws:UserAgent":"1"}}}""")]
    public void A_policy_that_is_rarely_intended_is_warned_about(string rule, string statement)
    {
        // Each condition follows the statement that it belongs to.
        var whole = statement.StartsWith(Allow + ",", StringComparison.Ordinal) ? $"{Allow[..^1]}{statement[Allow.Length..]}}}" : statement;

        Assert.Contains(rule, Rules(TestGateway.Api with { ResourcePolicy = TestGateway.Policy($"[{whole}]") }));
        Assert.DoesNotContain(rule, Rules(TestGateway.Api));
    }

    [Fact]
    public void An_open_policy_is_not_warned_about_when_every_method_requires_a_key_or_a_signature()
    {
        var api = TestGateway.Api with { ResourcePolicy = PolicyDocument.FullAccess };

        Assert.DoesNotContain("open-policy", Rules(api with { Methods = [TestGateway.Method("/", key: true), TestGateway.Method("/a", "GET", iam: true)] }));
        Assert.DoesNotContain("open-policy", Rules(api with { Methods = [TestGateway.Method("/", key: true), TestGateway.Method("/a", "OPTIONS")] }));
        Assert.Contains("open-policy", Rules(api with { Methods = [TestGateway.Method("/", key: true), TestGateway.Method("/a", "GET")] }));
    }

    [Fact]
    public void An_endpoint_policy_that_blocks_the_API_is_warned_about()
    {
        var other = Endpoint("arn:aws:execute-api:*:*:otherapi00/*");

        Assert.Contains("endpoint-closed", Rules(TestGateway.Api, other));
        Assert.DoesNotContain("endpoint-closed", Rules(TestGateway.Api, Endpoint("*")));
    }

    [Fact]
    public void A_token_behind_a_custom_endpoint_policy_is_warned_about()
    {
        var api = TestGateway.Api with
        {
            Methods = [TestGateway.Method("/") with { Authorizer = new CognitoAuthorizer("a", "a", [], "method.request.header.Authorization") }],
        };

        Assert.Contains("bearer-token", Rules(api, Endpoint("*")));
        Assert.DoesNotContain("bearer-token", Rules(api));
    }

    [Fact]
    public void A_security_scheme_that_API_Gateway_ignores_is_warned_about()
    {
        Assert.Contains("ignored", Rules(TestGateway.Api with { Methods = [TestGateway.Method("/") with { Ignored = ["the security scheme 'bearer'"] }] }));
        Assert.DoesNotContain("ignored", Rules(TestGateway.Api));
    }

    [Fact]
    public void Every_rule_has_a_description_and_a_warning_that_names_it() =>
        Assert.Equal("warning source-ip (line 7): x", new CheckWarning(CheckWarnings.Rules.Keys.Single(rule => rule == "source-ip"), "x", 7).ToString());

    private static PolicyDocument Endpoint(string resource) => PolicyReader.Read(
        JsonNode.Parse($$"""{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"{{resource}}"} }""")!, PolicyPlace.VpcEndpoint);

    private static List<string> Rules(PrivateApi api, PolicyDocument? endpoint = null) =>
        [.. new AccessCheck(api, new EndpointPolicies(api.InterfaceEndpoints, endpoint), new CheckOptions()).Warnings().Select(warning => warning.Rule)];
}
