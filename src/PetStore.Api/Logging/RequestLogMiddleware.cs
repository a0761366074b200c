using System.Collections;
using System.Diagnostics;

namespace PetStore.Api.Logging;

/// <summary>One log line for each request, its id on every line that is logged meanwhile, and in the response.</summary>
internal sealed partial class RequestLogMiddleware(RequestDelegate next, ILogger<RequestLogMiddleware> logger)
{
    public const string HeaderName = "X-Request-Id";

    public async Task InvokeAsync(HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        context.Response.OnStarting(static context => WriteHeaders((HttpContext)context), context);

        using var scope = logger.BeginScope(new RequestScope(context.TraceIdentifier));
        await next(context);

        if (logger.IsEnabled(LogLevel.Information))
        {
            var request = context.Request;
            var duration = Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 3);
            LogRequest(request.Method, request.PathBase + request.Path, context.Response.StatusCode, duration);
        }
    }

    // When the response starts, not before: an error response clears the headers that were set until then.
    private static Task WriteHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers[HeaderName] = context.TraceIdentifier;
        headers.XContentTypeOptions = "nosniff";
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "{Method} {Path} answered {Status} in {Duration} ms")]
    private partial void LogRequest(string method, string path, int status, double duration);

    /// <summary>Instead of the host's own scope, which costs an Activity. Log exporters read it when the request has ended, so it has no context.</summary>
    private sealed class RequestScope(string requestId) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 1;

        public KeyValuePair<string, object?> this[int index] => new("RequestId", requestId);

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return this[0];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
