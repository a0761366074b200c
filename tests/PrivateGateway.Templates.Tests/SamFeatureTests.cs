using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

/// <summary>What SAM generates from an API's properties.</summary>
public sealed class SamFeatureTests
{
    private const string Open = "'CustomStatements': { 'Effect': 'Allow', 'Principal': '*', 'Action': 'execute-api:Invoke', 'Resource': 'execute-api:/*' }";

    [Theory]
    [InlineData("'IntrinsicVpceWhitelist': ['vpce-0aaa']", Verdict.Allow, Verdict.ExplicitDeny)]
    [InlineData("'IntrinsicVpceBlacklist': ['vpce-0aaa']", Verdict.ExplicitDeny, Verdict.Allow)]
    [InlineData("'SourceVpcWhitelist': ['vpce-0aaa']", Verdict.Allow, Verdict.ExplicitDeny)]
    [InlineData("'SourceVpcBlacklist': ['vpc-0123456789abcdef0']", Verdict.ExplicitDeny, Verdict.ExplicitDeny)]
    [InlineData("'IntrinsicVpcWhitelist': ['vpc-0123456789abcdef0'], 'IntrinsicVpceWhitelist': ['vpce-0aaa']", Verdict.Allow, Verdict.Allow)]
    [InlineData("'IntrinsicVpcBlacklist': ['vpc-9'], 'IntrinsicVpceBlacklist': ['vpce-0aaa']", Verdict.Allow, Verdict.Allow)]
    // A request through an endpoint does not have the key aws:SourceIp.
    [InlineData("'IpRangeWhitelist': ['10.0.0.0/8']", Verdict.ExplicitDeny, Verdict.ExplicitDeny)]
    [InlineData("'IpRangeBlacklist': ['10.0.0.0/8']", Verdict.Allow, Verdict.Allow)]
    [InlineData("'AwsAccountWhitelist': ['123456789012']", Verdict.ImplicitDeny, Verdict.ImplicitDeny)]
    public void A_short_form_of_the_policy_expands_to_statements(string policy, Verdict first, Verdict second)
    {
        var api = Templates.Deploy($"'Api': {{ {Templates.Api.Replace(Open, policy, StringComparison.Ordinal)} }}, {Templates.Function.Replace("/{proxy+}", "/orders", StringComparison.Ordinal)}");

        Assert.Equal((first, second), (Ask(api, "vpce-0aaa"), Ask(api, "vpce-0bbb")));
    }

    [Theory]
    [InlineData("/{proxy+}")]
    [InlineData("/{kind}")]
    public void A_short_form_of_the_policy_covers_every_value_of_a_path_parameter(string path)
    {
        var function = Templates.Function.Replace("/{proxy+}", path, StringComparison.Ordinal);

        var api = Templates.Deploy($"'Api': {{ {Templates.Api.Replace(Open, "'IntrinsicVpceWhitelist': ['vpce-0aaa']", StringComparison.Ordinal)} }}, {function}");

        Assert.Equal((Verdict.Allow, Verdict.ExplicitDeny), (Ask(api, "vpce-0aaa"), Ask(api, "vpce-0bbb")));
    }

    [Theory]
    [InlineData("'IntrinsicVpcewhitelist': ['vpce-0aaa']", "ResourcePolicy has no property IntrinsicVpcewhitelist.")]
    [InlineData("'SourceVpcWhitelist': [{ 'Fn::ImportValue': 'vpc' }]", "SourceVpcWhitelist must be a list of strings. Use IntrinsicVpcWhitelist instead")]
    [InlineData("'IntrinsicVpceWhitelist': [{ 'Fn::ImportValue': 'endpoint' }]", "Give it with --value '!ImportValue endpoint=...'.")]
    public void A_policy_that_cannot_be_read_is_refused(string policy, string message) => Templates.Refused(
        () => Templates.Deploy($"'Api': {{ {Templates.Api.Replace(Open, policy, StringComparison.Ordinal)} }}, {Templates.Function}"), message);

    [Theory]
    [InlineData("'Path': '/{proxy+}'", "'Path': { 'Fn::Sub': '/orders' }", "Property 'Path' should be a string.")]
    [InlineData("'Method': 'any'", "'Method': { 'Ref': 'AWS::Region' }", "Property 'Method' should be a string.")]
    public void An_event_that_SAM_cannot_transform_is_refused(string written, string instead, string message) => Templates.Refused(
        () => Templates.Deploy($"'Api': {{ {Templates.Api} }}, {Templates.Function.Replace(written, instead, StringComparison.Ordinal)}"), message);

    [Fact]
    public void A_state_machine_behind_a_method_is_refused() => Templates.Refused(
        () => Templates.Deploy(
            $"'Api': {{ {Templates.Api} }}, {Templates.Function}, 'Machine': {{ 'Type': 'AWS::Serverless::StateMachine', "
            + "'Properties': { 'Events': { 'Start': { 'Type': 'Api', 'Properties': { 'RestApiId': { 'Ref': 'Api' }, 'Path': '/start', 'Method': 'post' } } } } }"),
        "Resources.Machine.Properties.Events.Start", "puts a state machine behind a method");

    [Fact]
    public void The_model_and_the_parameters_of_an_event_are_validated()
    {
        var api = Templates.Deploy(
            $"'Api': {{ {Templates.Api.Replace("'StageName'", "'Models': { 'Order': { 'type': 'object', 'required': ['id'] } }, 'StageName'", StringComparison.Ordinal)} }}, "
            + Templates.Function.Replace(
                "'Method': 'any'",
                "'Method': 'post', 'RequestModel': { 'Model': 'Order', 'ValidateBody': true, 'ValidateParameters': true }, "
                + "'RequestParameters': ['method.request.header.a', { 'method.request.querystring.b': { 'Required': true } }]",
                StringComparison.Ordinal));

        var validation = Assert.Single(api.Methods).Validation!;
        Assert.Equal([new RequestParameter("querystring", "b")], validation.RequiredParameters);
        Assert.Equal("object", validation.BodySchemas!["application/json"]["type"]!.ToString());
    }

    [Fact]
    public void An_API_is_selected_by_its_name()
    {
        var template = Templates.Resolve(
            $"'Resources': {{ 'First': {{ {Templates.Api} }}, 'Api': {{ {Templates.Api} }}, {Templates.Function}, "
            + $"{Templates.Function.Replace("'Function':", "'Other':", StringComparison.Ordinal).Replace("'Ref': 'Api'", "'Ref': 'First'", StringComparison.Ordinal)} }}");

        Assert.Equal("Other", Assert.Single(ApiReader.Read(template, "First").Functions).LogicalId);
        Templates.Refused(() => ApiReader.Read(template), "The template has 2 APIs: First, Api. Choose one with --api.");
        Templates.Refused(() => ApiReader.Read(template, "Third"), "There is no API named Third; there are: First, Api.");
    }

    [Fact]
    public void The_only_private_api_needs_no_name() => Assert.Equal("Api", Templates.Deploy(
        $"'Public': {{ 'Type': 'AWS::Serverless::Api', 'Properties': {{ 'StageName': 'v1' }} }}, 'Api': {{ {Templates.Api} }}, {Templates.Function}").LogicalId);

    [Theory]
    [InlineData("'StageName': 'v1'", "v1 Stage")]
    [InlineData("'OpenApiVersion': '3.0.1', 'StageName': 'v1'", "v1")]
    public void Without_OpenApiVersion_there_is_a_stage_named_Stage(string properties, string stages) => Assert.Equal(
        stages,
        string.Join(' ', Templates.Deploy($"'Api': {{ {Templates.Api.Replace("'StageName': 'v1'", properties, StringComparison.Ordinal)} }}, {Templates.Function}").Stages.Select(s => s.Name)));

    [Fact]
    public void An_event_with_transfer_mode_STREAM_streams_for_up_to_15_minutes()
    {
        var api = Templates.Deploy(
            $"'Api': {{ {Templates.Api} }}, {Templates.Function.Replace("'Method': 'any'", "'Method': 'any', 'ResponseTransferMode': 'STREAM', 'TimeoutInMillis': 900000", StringComparison.Ordinal)}");

        var integration = Assert.IsType<LambdaProxyIntegration>(Assert.Single(api.Methods).Integration);
        Assert.True(integration.Streams);
        Assert.Equal(TimeSpan.FromMinutes(15), integration.Timeout);
    }

    [Fact]
    public void A_Cognito_authorizer_has_its_pools_and_scopes()
    {
        var api = Templates.Deploy(
            $"'Api': {{ {Templates.Api.Replace("'Auth': {", "'Auth': { 'DefaultAuthorizer': 'C', 'Authorizers': { 'C': { 'UserPoolArn': { 'Fn::GetAtt': ['Pool', 'Arn'] }, 'AuthorizationScopes': ['read'] } },", StringComparison.Ordinal)} }}, "
            + $"'Pool': {{ 'Type': 'AWS::Cognito::UserPool' }}, {Templates.Function}");

        var method = Assert.Single(api.Methods);
        Assert.Equal(MethodAuthorization.CognitoUserPools, method.Authorization);
        Assert.Equal(["read"], method.AuthorizationScopes);
        Assert.Matches("^arn:aws:cognito-idp:eu-central-1:123456789012:userpool/", Assert.Single(Assert.IsType<CognitoAuthorizer>(method.Authorizer).UserPoolArns));
    }

    private static Verdict Ask(PrivateApi api, string endpoint) => Case.Ask(api, endpoint, path: "/orders");
}
