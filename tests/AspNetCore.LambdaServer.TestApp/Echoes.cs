using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;

namespace AspNetCore.LambdaServer.TestApp;

/// <summary>A request as the app saw it.</summary>
internal sealed record Echo(
    string Method,
    string Scheme,
    string Host,
    string PathBase,
    string Path,
    string Query,
    Dictionary<string, string?[]> Values,
    Dictionary<string, string?[]> Headers,
    Dictionary<string, string> Cookies,
    string Body,
    bool CanHaveBody,
    string? RemoteIpAddress,
    Dictionary<string, string> Claims,
    string? Trace,
    string? Ambient);

internal sealed record JsonElementProblem(string Title);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Echo))]
[JsonSerializable(typeof(JsonElementProblem))]
[JsonSerializable(typeof(IAsyncEnumerable<string>))]
internal sealed partial class Json : JsonSerializerContext;

internal static class Echoes
{
    private static readonly AsyncLocal<string?> Ambient = new();

    /// <summary>Leaves something in the caller's execution context, which an async method would not, and tells what it found there.</summary>
    public static void UseAmbient(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Items["ambient"] = Ambient.Value;
        Ambient.Value = context.Request.Path;
        return next(context);
    });

    public static void MapEchoes(this IEndpointRouteBuilder routes)
    {
        routes.Map("/echo/{**rest}", EchoAsync);
        // Any path at all, the root too.
        routes.MapFallback("{**rest}", EchoAsync);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        var request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var echo = new Echo(
            request.Method,
            request.Scheme,
            request.Host.Value ?? "",
            request.PathBase.Value ?? "",
            request.Path.Value ?? "",
            request.QueryString.Value ?? "",
            request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()),
            request.Headers.ToDictionary(pair => pair.Key.ToLowerInvariant(), pair => pair.Value.ToArray()),
            request.Cookies.ToDictionary(),
            Convert.ToBase64String(body.ToArray()),
            context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? body.Length > 0,
            context.Connection.RemoteIpAddress?.ToString(),
            context.User.Claims.ToDictionary(claim => claim.Type, claim => claim.Value),
            Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"),
            (string?)context.Items["ambient"]);
        await context.Response.WriteAsJsonAsync(echo, Json.Default.Echo);
    }
}
