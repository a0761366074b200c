using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>One request on its way through the gateway: what the caller sent, and what each step adds.</summary>
internal sealed class Call
{
    public Call(HttpContext http, VpcEndpoint endpoint, PrivateApi api, DateTimeOffset received)
    {
        Api = api;
        Stage = api.Stage;
        Http = http;
        Endpoint = endpoint;
        Received = received;
        RawTarget = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        Target = RequestTarget.Parse(RawTarget);
        RawPath = Target.Path;
        Host = http.Request.Host.Host;
        // Documented: API Gateway lets a client override the method, and the header does not reach the integration.
        HttpMethod = http.Request.Headers["X-HTTP-Method-Override"] is [{ Length: > 0 } method] ? method : http.Request.Method;
        var address = endpoint.SourceIp ?? http.Connection.RemoteIpAddress ?? IPAddress.Loopback;
        SourceIp = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    public PrivateApi Api { get; }

    /// <summary>The first stage, until the address names another.</summary>
    public ApiStage Stage { get; set; }

    /// <summary>Host and path lead to a stage of the API.</summary>
    public bool IsAddressed { get; set; }

    public HttpContext Http { get; }

    public VpcEndpoint Endpoint { get; }

    public DateTimeOffset Received { get; }

    /// <summary>In the form of Apache's common log format.</summary>
    public string RequestTime => Received.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture);

    public string RequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>Also the answer's <c>x-amz-apigw-id</c>.</summary>
    public string ExtendedRequestId { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(11));

    public string TraceId { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"Root=1-{DateTimeOffset.UtcNow.ToUnixTimeSeconds():x8}-{RandomNumberGenerator.GetHexString(24, lowercase: true)};Parent={RandomNumberGenerator.GetHexString(16, lowercase: true)};Sampled=0");

    public string HttpMethod { get; }

    public string RawTarget { get; }

    public RequestTarget Target { get; }

    /// <summary>The Host header without its port.</summary>
    public string Host { get; }

    public string SourceIp { get; }

    public IHeaderDictionary Headers => Http.Request.Headers;

    /// <summary>Set if the caller used the custom domain's name.</summary>
    public CustomDomain? CustomDomain { get; set; }

    /// <summary>The part before <see cref="Path"/>: a slash and the stage, or the custom domain's base path, or nothing.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>The part after the prefix, as it was sent.</summary>
    public string RawPath { get; set; }

    /// <summary>The path that is matched with resources: several leading slashes count as one.</summary>
    public string Path => "/" + RawPath.TrimStart('/');

    public ApiMethod? Method { get; set; }

    public IReadOnlyDictionary<string, string> PathParameters { get; set; } = new Dictionary<string, string>();

    /// <summary>The ARN of a caller who signed; null: anonymous.</summary>
    public string? Principal { get; set; }

    /// <summary>The event's <c>requestContext.authorizer</c>.</summary>
    public JsonObject? AuthorizerContext { get; set; }

    /// <summary>The API key that the Lambda authorizer gave.</summary>
    public string? UsageIdentifierKey { get; set; }

    public ApiKey? ApiKey { get; set; }

    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>For the log: what allowed or refused the call.</summary>
    public string Decision { get; set; } = "";

    public string? Explanation { get; set; }

    /// <summary>The step that the call has come to.</summary>
    public CallStep Step { get; set; }

    /// <summary>What the policies were asked; null before they were.</summary>
    public AccessRequest? AccessRequest { get; set; }

    /// <summary>Asks the policies again, for the decision of each; null before they were asked.</summary>
    public Func<IReadOnlyList<AccessDecision>>? AskAgain { get; set; }

    /// <summary>The decision of the policies; null before it, and where the signature was refused.</summary>
    public AccessDecision? Access { get; set; }

    /// <summary>The event of a Lambda integration; empty for any other.</summary>
    public ReadOnlyMemory<byte> Event { get; set; }

    public IntegrationOutcome? Integration { get; set; }

    /// <summary>Set when all steps are done.</summary>
    public Answer? Answer { get; set; }

    public TimeSpan? Elapsed { get; set; }

    /// <summary>The one value of a header, or null where there is none or several.</summary>
    public string? Header(string name) => Headers[name] is [{ } value] ? value : null;

    /// <summary>The last value of a parameter of the query string, decoded; null where there is none.</summary>
    public string? QueryParameter(string name) => Target.Parameters().LastOrDefault(parameter => parameter.Key == name).Value;

    /// <summary>The value of a <c>$context</c> variable; null where it has none.</summary>
    public string? ContextValue(string name) => ContextVariables.ValueOf(this, name);

    /// <param name="path">Null: the path as it was sent.</param>
    public string MethodArn(PrivateApi api, string? path = null) =>
        $"arn:{api.Partition}:execute-api:{api.Region}:{api.AccountId}:{api.ApiId}/{Stage.Name}/{HttpMethod}{path ?? Path}";
}

/// <summary>The steps of a call through API Gateway, in their order.</summary>
internal enum CallStep
{
    Limits,
    Addressing,
    Policies,
    Routing,
    Authorizer,
    ApiKey,
    Validation,
    Integration,
}

/// <param name="Status">The status of the function's response; null without a response.</param>
/// <param name="Error">For the log: what went wrong.</param>
internal sealed record IntegrationOutcome(string RequestId, int? Status, bool Cold, TimeSpan Latency, string? Error);
