using System.Text.RegularExpressions;
using PetStore.Testing;

namespace PrivateGateway.Tool.Tests;

public sealed partial class CurlCommandTests : IDisposable
{
    private const string Template =
        """
        AWSTemplateFormatVersion: '2010-09-09'
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api:
            Type: AWS::Serverless::Api
            Properties:
              StageName: live
              OpenApiVersion: 3.0.1
              EndpointConfiguration: { Type: PRIVATE }
              Auth:
                ResourcePolicy: { IntrinsicVpceBlacklist: [ vpce-0aaa ] }
                Authorizers:
                  Tokens: { FunctionArn: !GetAtt Authorizer.Arn, Identity: { Header: X-Token } }
                  Requests: { FunctionArn: !GetAtt Authorizer.Arn, FunctionPayloadType: REQUEST, Identity: { Headers: [ X-One ], QueryStrings: [ two ] } }
          Authorizer: { Type: AWS::Serverless::Function, Properties: { Handler: index.handler, Runtime: nodejs22.x, InlineCode: 'x' } }
          Orders:
            Type: AWS::Serverless::Function
            Properties:
              Handler: index.handler
              Runtime: nodejs22.x
              InlineCode: x
              Events:
                Plain: { Type: Api, Properties: { RestApiId: !Ref Api, Path: '/orders/{id}/lines/{rest+}', Method: any } }
                Create: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /, Method: post, RequestParameters: [ method.request.querystring.q: { Required: true }, method.request.header.X-Must: { Required: true } ] } }
                Key: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /key, Method: delete, Auth: { ApiKeyRequired: true } } }
                Head: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /head, Method: head } }
                Token: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /token, Method: get, Auth: { Authorizer: Tokens } } }
                Request: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /request, Method: put, Auth: { Authorizer: Requests } } }
                Signed: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /signed, Method: get, Auth: { Authorizer: AWS_IAM } } }
          Key: { Type: AWS::ApiGateway::ApiKey, Properties: { Enabled: true, Value: abcdefghijklmnopqrstuvwxyz } }
          Plan: { Type: AWS::ApiGateway::UsagePlan, Properties: { ApiStages: [ { ApiId: !Ref Api, Stage: !Ref Api.Stage } ] } }
          Both: { Type: AWS::ApiGateway::UsagePlanKey, Properties: { KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan } }
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("curl-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_printed_curl_line_gets_the_functions_response(bool tls)
    {
        _ = Requires.Program("curl");
        var template = Path.Combine(_directory.FullName, "template.yaml");
        await File.WriteAllTextAsync(template, Template, Cancel);
        await using var host = await PrivateGatewayHost.StartAsync(
            new GatewayOptions
            {
                TemplatePath = template,
                // The policy denies the first endpoint.
                Endpoints = [EndpointListener.Free("vpce-0aaa"), EndpointListener.Free("vpce-0bbb")],
                NoFunctions = true,
                AuthorizerContext = new Dictionary<string, string>(),
                Principal = "arn:aws:iam::123456789012:user/ann",
                Tls = tls,
            },
            Cancel);

        var lines = CurlLine().Matches(StartupBanner.For(host)).Select(match => match.Value.Trim()).ToList();

        Assert.Equal(7, lines.Count);
        foreach (var line in lines)
        {
            var output = await ChildProcess.RunAsync("sh", ["-c", $"{line} --silent --noproxy '*'"]);
            Assert.True(output.StartsWith("HTTP/1.1 200", StringComparison.Ordinal), $"{line}\n{output}");
        }
    }

    [GeneratedRegex("^    curl .*$", RegexOptions.Multiline)]
    private static partial Regex CurlLine();
}
