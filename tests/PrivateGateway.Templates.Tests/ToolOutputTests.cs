using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

/// <summary>Templates that other tools generate.</summary>
public sealed class ToolOutputTests
{
    // cdk.out/App.template.json: only a rule uses the bootstrap version, and assets are in folders next to the template.
    private const string Cdk =
        """
        'Parameters': { 'BootstrapVersion': { 'Type': 'AWS::SSM::Parameter::Value<String>', 'Default': '/cdk-bootstrap/hnb659fds/version' } },
        'Rules': { 'CheckBootstrapVersion': { 'Assertions': [{ 'Assert': { 'Fn::Not': [{ 'Fn::Contains': [['1', '2'], { 'Ref': 'BootstrapVersion' }] }] }, 'AssertDescription': 'Bootstrap first.' }] } },
        'Resources': {
            'Api1': { 'Type': 'AWS::ApiGateway::RestApi', 'Properties': { 'EndpointConfiguration': { 'Types': ['PRIVATE'] },
                'Policy': { 'Statement': [{ 'Effect': 'Allow', 'Principal': { 'AWS': '*' }, 'Action': 'execute-api:Invoke', 'Resource': 'execute-api:/*' }] } } },
            'Dep1': { 'Type': 'AWS::ApiGateway::Deployment', 'Properties': { 'RestApiId': { 'Ref': 'Api1' } } },
            'Stage1': { 'Type': 'AWS::ApiGateway::Stage', 'Properties': { 'RestApiId': { 'Ref': 'Api1' }, 'DeploymentId': { 'Ref': 'Dep1' }, 'StageName': 'prod' } },
            'Any1': { 'Type': 'AWS::ApiGateway::Method', 'Properties': { 'RestApiId': { 'Ref': 'Api1' }, 'ResourceId': { 'Fn::GetAtt': ['Api1', 'RootResourceId'] }, 'HttpMethod': 'ANY', 'AuthorizationType': 'NONE',
                'Integration': { 'Type': 'AWS_PROXY', 'IntegrationHttpMethod': 'POST', 'Uri': { 'Fn::Join': ['', ['arn:', { 'Ref': 'AWS::Partition' }, ':apigateway:', { 'Ref': 'AWS::Region' }, ':lambda:path/2015-03-31/functions/', { 'Fn::GetAtt': ['Fn1', 'Arn'] }, '/invocations']] } } } },
            'Fn1': { 'Type': 'AWS::Lambda::Function', 'Metadata': { 'aws:asset:path': 'asset.0123', 'aws:asset:property': 'Code' },
                'Properties': { 'Code': { 'S3Bucket': { 'Fn::Sub': 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}' }, 'S3Key': '0123.zip' }, 'Handler': 'index.handler', 'Runtime': 'nodejs22.x' } },
            'CDKMetadata': { 'Type': 'AWS::CDK::Metadata', 'Properties': { 'Analytics': 'v2' } }
        }
        """;

    [Fact]
    public void A_CDK_template_needs_no_bootstrap_version_and_finds_its_assets()
    {
        var api = ApiReader.Read(Templates.Resolve(Cdk));

        Assert.Equal("prod", Assert.Single(api.Stages).Name);
        Assert.Equal(new FunctionCode.Local("asset.0123"), Assert.Single(api.Functions).Code);
    }

    [Fact]
    public void A_rule_is_checked_when_the_version_is_given() =>
        Templates.Refused(() => Templates.Resolve(Cdk, "BootstrapVersion=2"), "CheckBootstrapVersion: Bootstrap first.");
}
