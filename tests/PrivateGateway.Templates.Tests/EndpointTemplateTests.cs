using PrivateGateway.Policies;
using PrivateGateway.Templates;
using PetStore.Testing;

namespace PrivateGateway.Templates.Tests;

/// <summary>The repository's endpoint template, and others.</summary>
public sealed class EndpointTemplateTests
{
    private static readonly Dictionary<string, string> Parameters = new()
    {
        ["VpcId"] = "vpc-0a", ["SubnetIds"] = "subnet-0a,subnet-0b", ["ClientCidr1"] = "10.0.0.0/16",
    };

    [Fact]
    public void An_endpoint_without_a_policy_gives_full_access() => Assert.Same(PolicyDocument.FullAccess, Load([]));

    [Fact]
    public void A_policy_given_as_a_parameter_becomes_the_endpoint_policy()
    {
        var policy = Load(new()
        {
            ["EndpointPolicy"] = """{"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:*:*:a1b2c3d4e5/*"}]}""",
        });

        Assert.Equal(Verdict.Allow, PolicyEvaluator.Evaluate(policy, Asking("a1b2c3d4e5")).Verdict);
        Assert.Equal(Verdict.ImplicitDeny, PolicyEvaluator.Evaluate(policy, Asking("other")).Verdict);
    }

    [Theory]
    [InlineData("EndpointPolicy", "{}", "vpc-endpoint.template(", "Resources.Endpoint.Properties.PolicyDocument.Statement: A policy needs at least one statement.")]
    [InlineData("EndpointPolicy", "everything", "The policy is not valid JSON")]
    [InlineData("ClientCidr1", "", "Rules: SomebodyMayConnect: Nobody could connect")]
    [InlineData("VpcId", "0a", "Parameter 'VpcId' must be an id of the type AWS::EC2::VPC::Id")]
    public void An_invalid_parameter_is_refused(string name, string value, params string[] messages) =>
        Templates.Refused(() => Load(new() { [name] = value }), messages);

    [Fact]
    public void A_template_without_an_endpoint_for_execute_api_is_refused() => Templates.Refused(
        () => EndpointTemplate.Read(Templates.Resolve(
            "'Resources': { 'E': { 'Type': 'AWS::EC2::VPCEndpoint', 'Properties': { 'ServiceName': 'com.amazonaws.eu-central-1.s3' } } }")),
        "The template has no AWS::EC2::VPCEndpoint for execute-api.");

    [Fact]
    public void The_generated_DNS_names_have_the_format_that_AWS_uses()
    {
        var outputs = ResolvedTemplate.Load(Repository.PathTo("deploy", "vpc-endpoint.template"), Parameters, Templates.Pseudo).Outputs;

        Assert.Matches("^vpce-[0-9a-f]{17}$", outputs["EndpointId"]);
        Assert.Matches($@"^Z[A-Z0-9]+:{outputs["EndpointId"]}-[a-z0-9]{{8}}\.execute-api\.eu-central-1\.vpce\.amazonaws\.com,", outputs["DnsNames"]);
    }

    private static PolicyDocument Load(Dictionary<string, string> further) => EndpointTemplate.Load(
        Repository.PathTo("deploy", "vpc-endpoint.template"),
        Parameters.Where(p => !further.ContainsKey(p.Key)).Concat(further).ToDictionary(),
        Templates.Pseudo);

    private static PolicyRequest Asking(string apiId) => new(
        "*", "execute-api:Invoke", $"arn:aws:execute-api:eu-central-1:123456789012:{apiId}/v1/GET/", new Dictionary<string, IReadOnlyList<string>>());
}
