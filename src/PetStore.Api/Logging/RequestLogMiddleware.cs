using System.Diagnostics;

namespace PetStore.Api.Logging;

/// <summary>One line for each request, and its id in the answer.</summary>
internal sealed partial class RequestLogMiddleware(RequestDelegate next, ILogger<RequestLogMiddleware> logger)
{
    public const string HeaderName = "X-Request-Id";

    public async Task InvokeAsync(HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        context.Response.OnStarting(static context => WriteHeaders((HttpContext)context), context);

        await next(context);

        if (logger.IsEnabled(LogLevel.Information))
        {
            var request = context.Request;
            var duration = Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 3);
            LogRequest(request.Method, request.PathBase + request.Path, context.Response.StatusCode, duration);
        }
    }

    // When the answer starts, not before: an error answer clears the headers that were there.
    private static Task WriteHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers[HeaderName] = context.TraceIdentifier;
        headers.XContentTypeOptions = "nosniff";
        return Task.CompletedTask;
    }

    // The request id is in the scope that the host opens around each request.
    [LoggerMessage(LogLevel.Information, "{Method} {Path} answered {Status} in {Duration} ms")]
    private partial void LogRequest(string method, string path, int status, double duration);
}
