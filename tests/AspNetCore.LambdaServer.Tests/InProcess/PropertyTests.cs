using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;
using AspNetCore.LambdaServer.Tests.LambdaPath;

namespace AspNetCore.LambdaServer.Tests.InProcess;

[Properties(MaxTest = 500)]
public sealed class PropertyTests : IDisposable
{
    private readonly Pipeline _pipeline = new();

    private static readonly Gen<string> Text = Gen.Elements(
        "a", "Z", "0", "-", "_", ".", "~", " ", "+", "%", "&", "=", "/", "?", "#", ";", ",", "\"", "\\", "<", "'", "ä", "€", "🐱", "%2F", "\t", "[", "\n")
        .ListOf().Select(string.Concat);

    private static readonly Gen<string> HeaderValue = Gen.Elements("a", "B", "7", " ", "\"", "\\", ",", ";", "=", "/", "*", "<", "\t")
        .ListOf().Select(parts => string.Concat(parts).Trim());

    private static readonly Gen<string> HeaderName = Gen.Elements("X-A", "X-B", "x-c", "Accept", "If-None-Match", "X!#$%&'*+-.^_`|~9");

    private static readonly Gen<byte[]> Bytes = Gen.OneOf(
        Text.Select(Encoding.UTF8.GetBytes),
        Gen.Choose(0, 255).Select(number => (byte)number).ArrayOf());

    /// <summary>An HTTP request as API Gateway can receive it: one list for each header and query key, segments of the path decoded.</summary>
    private sealed record Request(
        string Method, string Stage, List<string> Segments, bool TrailingSlash, List<KeyValuePair<string, string>> Query,
        Dictionary<string, string[]> Headers, byte[]? Body, bool AsText);

    private static readonly Gen<Request> Requests =
        from method in Gen.Elements("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "M-SEARCH")
        from stage in Gen.Elements("v1", "prod", "a_b")
        from segments in Text.Where(text => text.Length > 0 && text is not ("." or "..") && !text.Contains('/', StringComparison.Ordinal) && !text.Contains("%2F", StringComparison.Ordinal)).ListOf()
        from slash in Gen.Elements(true, false)
        from query in (from key in Text from value in Text select KeyValuePair.Create(key, value)).ListOf()
        from headers in (from name in HeaderName from values in HeaderValue.NonEmptyListOf() select KeyValuePair.Create(name, values.ToArray())).ListOf()
        from body in Gen.OneOf(Gen.Constant<byte[]?>(null), Bytes.Select(bytes => (byte[]?)bytes))
        from asText in Gen.Elements(true, false)
        select new Request(method, stage, [.. segments], slash, [.. query], headers.DistinctBy(pair => pair.Key).ToDictionary(), body, asText);

    private sealed record Response(int Status, Dictionary<string, string[]> Headers, string? ContentType, byte[][] Writes);

    private static readonly Gen<Response> Responses =
        from status in Gen.Elements(200, 201, 202, 301, 400, 404, 409, 418, 500, 599)
        from headers in (from name in HeaderName from values in HeaderValue.NonEmptyListOf() select KeyValuePair.Create(name, values.ToArray())).ListOf()
        from type in Gen.Elements(null, "text/plain", "application/json", "application/octet-stream", "image/png", "text/html; charset=utf-8")
        from writes in Bytes.ArrayOf()
        select new Response(status, headers.DistinctBy(pair => pair.Key).ToDictionary(), type, writes);

    [Property]
    public Property Any_request_arrives_as_it_was_sent() => Prop.ForAll(Requests.ToArbitrary(), request =>
    {
        _pipeline.Serve(async context => await AssertSameAsync(request, context.Request), EventOf(request));
        Assert.Null(_pipeline.Fault);
    });

    [Property]
    public Property Any_response_arrives_as_it_was_written() => Prop.ForAll(Responses.ToArbitrary(), response =>
    {
        var answer = _pipeline.Serve(async context =>
        {
            context.Response.StatusCode = response.Status;
            context.Response.ContentType = response.ContentType;
            foreach (var (name, values) in response.Headers)
                context.Response.Headers[name] = values;
            foreach (var bytes in response.Writes)
                await context.Response.Body.WriteAsync(bytes);
        });
        Assert.Equal(response.Status, answer.Status);
        Assert.Equal(response.ContentType, answer.Header("Content-Type"));
        Assert.All(response.Headers, header => Assert.Equal(header.Value, answer.Headers[header.Key]));
        Assert.Equal(response.Writes.SelectMany(bytes => bytes), answer.Body);
    });

    public void Dispose() => _pipeline.Dispose();

    /// <summary>What API Gateway makes of the request; see the facts at the head of LambdaPath/ProxyEvents.</summary>
    private static string EventOf(Request request)
    {
        var proxy = string.Join('/', request.Segments.Select(Uri.EscapeDataString));
        var path = "/" + proxy + (request.TrailingSlash && proxy.Length > 0 ? "/" : "");
        var source = ProxyEvents.Of(request.Method, path);
        source["requestContext"]!["stage"] = request.Stage;
        source["requestContext"]!["path"] = $"/{request.Stage}{path}";
        source["multiValueHeaders"] = Map(request.Headers);
        source["multiValueQueryStringParameters"] = request.Query.Count == 0
            ? null
            : Map(request.Query.GroupBy(pair => pair.Key, pair => pair.Value).ToDictionary(group => group.Key, group => group.ToArray()));
        var text = request.Body is { } body && request.AsText ? Encoding.UTF8.GetString(body) : null;
        var isText = text is not null && Encoding.UTF8.GetBytes(text).SequenceEqual(request.Body!);
        source["isBase64Encoded"] = request.Body is not null && !isText;
        return source.With("body", request.Body is null ? null : isText ? text : Convert.ToBase64String(request.Body));
    }

    private static JsonObject Map(Dictionary<string, string[]> values) =>
        new(values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)new JsonArray([.. pair.Value.Select(value => (JsonNode?)value)]))));

    private static async Task AssertSameAsync(Request expected, HttpRequest actual)
    {
        Assert.Equal(expected.Method, actual.Method);
        Assert.Equal("/" + expected.Stage, actual.PathBase.Value);
        var path = "/" + string.Join('/', expected.Segments);
        Assert.Equal(expected.TrailingSlash && path != "/" ? path + "/" : path, actual.Path.Value);
        foreach (var group in expected.Query.GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase))
            Assert.Equal(group.Order(), actual.Query[group.Key].Order());

        Assert.All(expected.Headers, header => Assert.Equal(new StringValues(header.Value), actual.Headers[header.Key]));
        using var body = new MemoryStream();
        await actual.Body.CopyToAsync(body);
        Assert.Equal(expected.Body ?? [], body.ToArray());
        Assert.Equal(expected.Body?.Length ?? 0, actual.ContentLength);
    }
}
