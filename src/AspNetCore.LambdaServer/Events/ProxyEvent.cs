using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace AspNetCore.LambdaServer.Events;

/// <summary>The request that a REST proxy event describes, decoded.</summary>
internal sealed class ProxyEvent
{
    public string? Method { get; set; }

    /// <summary>The path inside the API, still percent-encoded.</summary>
    public string? Path { get; set; }

    /// <summary>The path of the resource that API Gateway matched, for example <c>/{proxy+}</c>.</summary>
    public string? Resource { get; set; }

    /// <summary>Names and values in turn: a request has one or two of them, too few for a dictionary.</summary>
    public List<string> PathParameters { get; } = [];

    public HeaderDictionary Headers { get; } = new(16);

    /// <summary>Empty, or beginning with a question mark.</summary>
    public string Query { get; set; } = "";

    /// <summary>Null if there is none. Valid until the end of the invocation.</summary>
    public ReadOnlyMemory<byte>? Body { get; set; }

    public ProxyRequestContext Context { get; set; } = new();
}

/// <summary>The part of <c>requestContext</c> that this server and its apps read.</summary>
internal sealed class ProxyRequestContext
{
    /// <summary>The path as the client sent it: with the stage, or a custom domain's base path, in front.</summary>
    public string? Path { get; set; }

    public string? Stage { get; set; }

    public string? ApiId { get; set; }

    public string? AccountId { get; set; }

    public string? RequestId { get; set; }

    public string? ExtendedRequestId { get; set; }

    /// <summary>The Host that the client used.</summary>
    public string? DomainName { get; set; }

    public string? SourceIp { get; set; }

    public string? VpcId { get; set; }

    public string? VpceId { get; set; }

    public string? ApiKeyId { get; set; }

    /// <summary>From a Cognito or Lambda authorizer.</summary>
    public List<Claim>? Claims { get; set; }
}
