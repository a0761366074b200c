using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using AspNetCore.LambdaServer.Events;
using AspNetCore.LambdaServer.RuntimeApi;

namespace AspNetCore.LambdaServer.Features;

/// <summary>All features that ASP.NET Core expects of a server for one request. Nothing here outlives the invocation.</summary>
internal sealed class RequestFeatures : IDisposable
{
    private readonly RequestBody _body;
    private readonly LambdaInvocation _invocation;

    /// <exception cref="BadHttpRequestException">The client's request is invalid HTTP.</exception>
    public RequestFeatures(Invocation invocation, ProxyEvent source, RequestLifetime lifetime, Response response)
    {
        var request = RequestOf(source);
        _body = new RequestBody(source.Body ?? default, request);
        _invocation = new LambdaInvocation(invocation, source.Context);
        request.Body = _body;
        response.IsHead = HttpMethods.IsHead(source.Method!);

        Collection[typeof(IHttpRequestFeature)] = request;
        Collection[typeof(IRequestBodyPipeFeature)] = _body;
        Collection[typeof(IHttpRequestBodyDetectionFeature)] = _body;
        Collection[typeof(IHttpMaxRequestBodySizeFeature)] = _body;
        Collection[typeof(IHttpResponseFeature)] = response;
        Collection[typeof(IHttpResponseBodyFeature)] = response;
        Collection[typeof(IHttpResponseTrailersFeature)] = response;
        Collection[typeof(IHttpRequestLifetimeFeature)] = lifetime;
        Collection[typeof(IHttpRequestIdentifierFeature)] = new HttpRequestIdentifierFeature { TraceIdentifier = invocation.RequestId };
        Collection[typeof(IHttpConnectionFeature)] = new Connection(invocation.RequestId, source.Context.SourceIp);
        Collection[typeof(ILambdaInvocation)] = _invocation;
        if (source.Context.Claims is { } claims)
            Collection[typeof(IHttpAuthenticationFeature)] = UserOf(claims);
    }

    public FeatureCollection Collection { get; } = new(initialCapacity: 16);

    /// <summary>From now on the app must not use the event's memory.</summary>
    public void Dispose()
    {
        _body.End();
        _body.Dispose();
        _invocation.End();
    }

    private static HttpRequestFeature RequestOf(ProxyEvent source)
    {
        if (!HeaderText.IsName(source.Method))
            throw new BadHttpRequestException("The request has an invalid method.");

        var path = RequestPath.Of(source);
        var headers = source.Headers;
        // API Gateway removes Content-Length. Transfer-Encoding describes the client's connection to it.
        headers.ContentLength = source.Body?.Length ?? 0;
        headers.Remove("Transfer-Encoding");
        if (!headers.ContainsKey("Host"))
            headers["Host"] = source.Context.DomainName ?? $"apigateway-{source.Context.ApiId}-{source.Context.Stage}";

        return new HttpRequestFeature
        {
            Protocol = HttpProtocol.Http11,
            Scheme = "https",
            Method = source.Method!,
            PathBase = path.Base.Value!,
            Path = path.Path.Value!,
            QueryString = source.Query,
            RawTarget = (source.Context.Path ?? source.Path) + source.Query,
            Headers = headers,
        };
    }

    private static HttpAuthenticationFeature UserOf(List<Claim> claims) =>
        new() { User = new ClaimsPrincipal(new ClaimsIdentity(claims, "AuthorizerIdentity")) };
}
