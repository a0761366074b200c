using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace AspNetCore.LambdaServer.Events;

/// <summary>What a REST proxy event says of its request, decoded.</summary>
internal sealed class ProxyEvent
{
    public string? Method { get; set; }

    /// <summary>The path inside the API, still percent-encoded.</summary>
    public string? Path { get; set; }

    /// <summary>The path of the resource that API Gateway matched, for example <c>/{proxy+}</c>.</summary>
    public string? Resource { get; set; }

    /// <summary>Name, value, name, value: a request has one or two of them, too few for a dictionary.</summary>
    public List<string> PathParameters { get; } = [];

    public HeaderDictionary Headers { get; } = [];

    /// <summary>Empty, or beginning with a question mark.</summary>
    public string Query { get; set; } = "";

    /// <summary>Null where there is none. Holds until the end of the invocation.</summary>
    public ReadOnlyMemory<byte>? Body { get; set; }

    public ProxyRequestContext Context { get; set; } = new();
}

/// <summary>The part of <c>requestContext</c> that this adapter and the apps on it read.</summary>
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

    /// <summary>Of a Cognito or Lambda authorizer.</summary>
    public List<Claim>? Claims { get; set; }
}
