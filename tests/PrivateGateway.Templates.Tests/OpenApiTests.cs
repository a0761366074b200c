using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

/// <summary>How API Gateway's extensions of an OpenAPI description are read.</summary>
public sealed class OpenApiTests
{
    private const string Uri = "'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations'";

    [Fact]
    public void A_description_gives_authorizers_validators_responses_and_settings()
    {
        var api = Deploy(
            $$"""
            'openapi': '3.0.1',
            'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
            'x-amazon-apigateway-endpoint-configuration': { 'disableExecuteApiEndpoint': true, 'vpcEndpointIds': ['vpce-0aaa'] },
            'x-amazon-apigateway-gateway-responses': { 'DEFAULT_4XX': { 'statusCode': 404, 'responseParameters': { 'gatewayresponse.header.X-Why': 'method.request.header.Origin' } } },
            'x-amazon-apigateway-request-validators': { 'all': { 'validateRequestBody': true, 'validateRequestParameters': true } },
            'x-amazon-apigateway-request-validator': 'all',
            'components': {
                'schemas': { 'Order': { 'type': 'object' } },
                'securitySchemes': { 'mine': { 'type': 'apiKey', 'name': 'Unused', 'in': 'header', 'x-amazon-apigateway-authtype': 'custom', 'x-amazon-apigateway-authorizer': {
                    'type': 'request', 'identitySource': 'method.request.header.a, method.request.querystring.b', 'authorizerResultTtlInSeconds': 0, 'authorizerUri': { {{Uri}} } } } } },
            'paths': { '/orders': {
                'parameters': [{ 'in': 'query', 'name': 'q', 'required': true }, { 'in': 'header', 'name': 'h' }],
                'post': {
                    'security': [{ 'mine': [] }],
                    'requestBody': { 'content': { 'application/json': { 'schema': { '$ref': '#/components/schemas/Order' } } } },
                    'x-amazon-apigateway-integration': { 'type': 'aws_proxy', 'httpMethod': 'POST', 'uri': { {{Uri}} } } } } }
            """);

        Assert.True(api.ApiKeyFromAuthorizer && api.DisableExecuteApiEndpoint);
        Assert.Equal(["vpce-0aaa"], api.VpcEndpointIds);
        Assert.Equal((404, "method.request.header.Origin"), (api.GatewayResponses["DEFAULT_4XX"].StatusCode, api.GatewayResponses["DEFAULT_4XX"].Headers["X-Why"]));
        var method = Assert.Single(api.Methods);
        Assert.Equal([new RequestParameter("querystring", "q")], method.Validation!.RequiredParameters);
        Assert.Equal("#/components/schemas/Order", method.Validation.BodySchemas!["application/json"]["$ref"]!.ToString());
        Assert.Equal("object", api.Models["Order"]["type"]!.ToString());
        var authorizer = Assert.IsType<LambdaAuthorizer>(method.Authorizer);
        Assert.Equal((false, TimeSpan.Zero), (authorizer.IsToken, authorizer.ResultTtl));
        Assert.Equal(["method.request.header.a", "method.request.querystring.b"], authorizer.IdentitySources);
    }

    [Theory]
    [InlineData("'type': 'http_proxy', 'httpMethod': 'ANY', 'uri': 'http://nlb.internal/{proxy}', 'connectionType': 'VPC_LINK', 'connectionId': 'abc', 'requestParameters': { 'integration.request.path.proxy': 'method.request.path.proxy' }", "abc http://nlb.internal/{proxy} True")]
    [InlineData("'type': 'http', 'httpMethod': 'get', 'uri': 'https://example.com', 'responses': { 'default': { 'statusCode': 200 } }", " https://example.com False")]
    public void An_HTTP_integration_has_its_address(string integration, string described)
    {
        var http = Assert.IsType<HttpIntegration>(Assert.Single(Deploy($"'paths': {{ '/{{proxy+}}': {{ 'x-amazon-apigateway-any-method': {{ 'x-amazon-apigateway-integration': {{ {integration} }} }} }} }}").Methods).Integration);

        Assert.Equal(described, $"{http.VpcLinkId} {http.Uri} {http.IsProxy}");
    }

    [Theory]
    [InlineData("'type': 'aws', 'httpMethod': 'POST', 'uri': 'arn:aws:apigateway:us-east-1:sqs:path/1/q'", "is not an invocation path of a Lambda function; other AWS services are not supported.")]
    [InlineData("'type': 'websocket'", "'websocket' is not an integration type of REST APIs.")]
    [InlineData("'type': 'http_proxy', 'httpMethod': 'GET', 'uri': 'https://a', 'tlsConfig': { 'insecureSkipVerification': true }", "does not support tlsConfig")]
    [InlineData("'type': 'mock', 'colour': 1", "does not know the property colour of x-amazon-apigateway-integration")]
    [InlineData("'type': 'aws_proxy', 'uri': { " + Uri + " }, 'credentials': 'arn:aws:iam::*:user/*'", "but the method has no IAM authorization")]
    public void An_unsupported_integration_is_refused(string integration, string message) => Templates.Refused(
        () => Deploy($"'paths': {{ '/': {{ 'get': {{ 'x-amazon-apigateway-integration': {{ {integration} }} }} }} }}"), message);

    [Theory]
    [InlineData("'x-amazon-apigateway-request-validator': 'none'", "ignores the request validator 'none'")]
    [InlineData("'security': [{ 'missing': [] }]", "ignores the security scheme 'missing', which the description does not define")]
    [InlineData("'security': [{ 'bearer': [] }]", "ignores the security scheme 'bearer'")]
    public void What_an_import_ignores_is_refused_with_FailOnWarnings(string operation, string message)
    {
        var body = "'components': { 'securitySchemes': { 'bearer': { 'type': 'http', 'scheme': 'bearer' } } }, "
            + $"'paths': {{ '/': {{ 'get': {{ {operation}, 'x-amazon-apigateway-integration': {{ 'type': 'mock' }} }} }} }}";

        Assert.StartsWith(message["ignores ".Length..], Assert.Single(Assert.Single(Deploy(body).Methods).Ignored), StringComparison.Ordinal);
        Templates.Refused(() => Deploy($"{body} }}, 'FailOnWarnings': true, 'Tags': {{"), message, "FailOnWarnings makes that an error");
    }

    private static PrivateApi Deploy(string body) => Templates.Deploy(
        $"'Api': {{ {Templates.Api.Replace("'StageName'", $"'DefinitionBody': {{ {body} }}, 'StageName'", StringComparison.Ordinal)} }}, {Templates.Function}");
}
