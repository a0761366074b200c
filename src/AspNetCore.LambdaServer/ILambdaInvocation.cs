using System.Text.Json;

namespace AspNetCore.LambdaServer;

/// <summary>
/// The Lambda invocation behind a request: <c>HttpContext.Features.Get&lt;ILambdaInvocation&gt;()</c>, which is null outside of Lambda.
/// A property is null if Lambda or API Gateway did not send it.
/// </summary>
public interface ILambdaInvocation
{
    /// <summary>Lambda's id of the invocation, as in its own log lines; also the request's TraceIdentifier.</summary>
    string RequestId { get; }

    /// <summary>When Lambda ends the invocation.</summary>
    DateTimeOffset? Deadline { get; }

    /// <summary>The ARN that was invoked, with the alias or version if there was one.</summary>
    string? FunctionArn { get; }

    /// <summary>The X-Ray trace, in the form of the header <c>X-Amzn-Trace-Id</c>.</summary>
    string? TraceId { get; }

    /// <summary>The request id that API Gateway logs. This property and those below come from <c>requestContext</c>.</summary>
    string? GatewayRequestId { get; }

    /// <summary>API Gateway's extended request id.</summary>
    string? ExtendedRequestId { get; }

    /// <summary>The account that owns the API.</summary>
    string? AccountId { get; }

    /// <summary>The id of the API.</summary>
    string? ApiId { get; }

    /// <summary>The stage of the API.</summary>
    string? Stage { get; }

    /// <summary>The host name that the client used.</summary>
    string? DomainName { get; }

    /// <summary>The client's address in its VPC.</summary>
    string? SourceIp { get; }

    /// <summary>The client's VPC.</summary>
    string? VpcId { get; }

    /// <summary>The VPC endpoint through which the client came.</summary>
    string? VpceId { get; }

    /// <summary>The id of the API key that the client sent.</summary>
    string? ApiKeyId { get; }

    /// <summary>
    /// The whole event, with <c>stageVariables</c>, <c>requestContext.identity</c> and <c>requestContext.authorizer</c>. It is parsed when this
    /// property is read for the first time, and stays valid afterwards.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is read for the first time after the request has ended.</exception>
    JsonElement RawEvent { get; }
}
