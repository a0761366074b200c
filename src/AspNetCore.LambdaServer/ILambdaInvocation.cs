namespace AspNetCore.LambdaServer;

/// <summary>The Lambda invocation behind a request: <c>HttpContext.Features.Get&lt;ILambdaInvocation&gt;()</c>. Null: not said.</summary>
public interface ILambdaInvocation
{
    /// <summary>Lambda's id of the invocation, as its own log lines have it; also the request's TraceIdentifier.</summary>
    string RequestId { get; }

    /// <summary>When Lambda will end the invocation.</summary>
    DateTimeOffset? Deadline { get; }

    string? FunctionArn { get; }

    /// <summary>Of <c>requestContext</c>, like all that follows: the id that API Gateway logs.</summary>
    string? GatewayRequestId { get; }

    string? ExtendedRequestId { get; }

    string? AccountId { get; }

    string? ApiId { get; }

    string? Stage { get; }

    /// <summary>The host name that the client used.</summary>
    string? DomainName { get; }

    /// <summary>The client's address in its VPC.</summary>
    string? SourceIp { get; }

    string? VpcId { get; }

    /// <summary>The VPC endpoint that the client came through.</summary>
    string? VpceId { get; }

    string? ApiKeyId { get; }
}
