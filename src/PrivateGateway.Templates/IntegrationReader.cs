using System.Text.RegularExpressions;

namespace PrivateGateway.Templates;

/// <summary>An integration, as x-amazon-apigateway-integration spells it and as AWS::ApiGateway::Method does.</summary>
internal static partial class IntegrationReader
{
    /// <param name="isSigned">Whether the method has IAM authorization, so that the integration can use the caller's credentials.</param>
    public static Integration Read(TemplateNode node, bool isSigned)
    {
        var written = new IntegrationNode(node, isSigned);
        var type = written["type"];
        Integration integration = type.Text?.ToUpperInvariant() switch
        {
            "AWS_PROXY" => ReadLambdaProxy(written),
            "AWS" => ReadLambdaCustom(written),
            "MOCK" => new MockIntegration(ReadRequest(written), ReadResponses(written)),
            "HTTP_PROXY" => ReadHttp(written, isProxy: true),
            "HTTP" => ReadHttp(written, isProxy: false),
            null => throw new TemplateException(type.Path, "The method has no integration."),
            _ => throw new TemplateException(type.Path, $"'{type.Text}' is not an integration type of REST APIs."),
        };
        var streams = integration is LambdaProxyIntegration { Streams: true } or HttpIntegration { Streams: true };
        return integration with { Timeout = ReadTimeout(written["timeoutInMillis"], streams ? 900_000 : 300_000) };
    }

    /// <summary>The function's ARN in an invocation path, of an integration or of an authorizer.</summary>
    public static string FunctionArn(TemplateNode uri) => InvocationPath().Match(uri.RequiredText) is { Success: true } match
        ? match.Groups[1].Value
        : throw new TemplateException(uri.Path, $"'{uri.Text}' is not an invocation path of a Lambda function; other AWS services are not supported.");

    private static LambdaProxyIntegration ReadLambdaProxy(IntegrationNode written) => new(FunctionArn(written["uri"]))
    {
        Streams = IsStream(written) || written["uri"].RequiredText.EndsWith("/response-streaming-invocations", StringComparison.Ordinal),
        UsesRole = UsesRole(written),
    };

    private static LambdaCustomIntegration ReadLambdaCustom(IntegrationNode written)
    {
        var request = ReadRequest(written);
        return new(FunctionArn(written["uri"]), request, ReadResponses(written))
        {
            UsesRole = UsesRole(written),
            IsAsynchronous = request.Parameters.GetValueOrDefault("integration.request.header.X-Amz-Invocation-Type") == "'Event'",
        };
    }

    private static HttpIntegration ReadHttp(IntegrationNode written, bool isProxy)
    {
        var link = written["connectionType"].Text == "VPC_LINK" ? written["connectionId"] : default;
        return new(isProxy, written["httpMethod"].RequiredText.ToUpperInvariant(), written["uri"].RequiredText, ReadRequest(written))
        {
            VpcLinkId = link.Exists ? link.RequiredText : null,
            Responses = isProxy ? [] : ReadResponses(written),
            Streams = IsStream(written),
        };
    }

    private static IntegrationRequest ReadRequest(IntegrationNode written) => new(
        written["requestParameters"].Texts(),
        written["requestTemplates"].Texts(),
        written["passthroughBehavior"].Text?.ToUpperInvariant() ?? "WHEN_NO_MATCH")
    {
        ContentHandling = written["contentHandling"].Text,
    };

    // OpenAPI: an object by pattern, with "default"; CloudFormation: a list, with SelectionPattern.
    private static IReadOnlyList<IntegrationResponse> ReadResponses(IntegrationNode written) =>
    [
        .. written["responses"].Members().Select(response => new IntegrationResponse(
            Status(response.Node["statusCode"]),
            response.Name == "default" ? null : response.Name,
            response.Node["responseParameters"].Texts(),
            response.Node["responseTemplates"].Texts())
        { ContentHandling = response.Node["contentHandling"].Text }),
        .. written["IntegrationResponses"].Items().Select(response => new IntegrationResponse(
            Status(response["StatusCode"]),
            response["SelectionPattern"].Text is { Length: > 0 } pattern ? pattern : null,
            response["ResponseParameters"].Texts(),
            response["ResponseTemplates"].Texts())
        { ContentHandling = response["ContentHandling"].Text }),
    ];

    private static int Status(TemplateNode status) =>
        status.Integer is >= 100 and <= 599 and var code ? code : throw status.Wrong("an HTTP status");

    private static bool IsStream(IntegrationNode written) => written["responseTransferMode"].Text == "STREAM";

    // A role's policies, and a signing caller's own, are taken as an allow: with them, the function's permissions are not asked.
    private static bool UsesRole(IntegrationNode written)
    {
        var credentials = written["credentials"];
        return credentials.Text is { } role && (written.IsSigned || !role.EndsWith(":user/*", StringComparison.Ordinal)
            ? true
            : throw new TemplateException(credentials.Path, "The integration uses the caller's credentials, but the method has no IAM authorization: callers have none."));
    }

    // API Gateway takes 50 ms to 29 s; private and regional APIs up to 300 s, by an account's quota. A streaming integration may last 15 minutes.
    private static TimeSpan ReadTimeout(TemplateNode milliseconds, int limit) => milliseconds.Integer switch
    {
        null => Integration.DefaultTimeout,
        >= 50 and var ms when ms <= limit => TimeSpan.FromMilliseconds(ms),
        _ => throw new TemplateException(milliseconds.Path, $"Timeout should be between 50 ms and {limit} ms"),
    };

    // .../functions/arn:aws:lambda:us-east-1:123456789012:function:name[:alias]/invocations
    [GeneratedRegex(
        @"lambda:path/\d{4}-\d\d-\d\d/functions/([^/]+)/(?:invocations|response-streaming-invocations)$", RegexOptions.CultureInvariant)]
    private static partial Regex InvocationPath();

    /// <summary>Finds a member by OpenAPI's spelling, also where CloudFormation's is used.</summary>
    private readonly record struct IntegrationNode(TemplateNode Node, bool IsSigned)
    {
        public TemplateNode this[string name] => Node[name] is { Exists: true } openApi ? openApi : Node[name switch
        {
            "httpMethod" => "IntegrationHttpMethod",
            _ => char.ToUpperInvariant(name[0]) + name[1..],
        }];
    }
}
