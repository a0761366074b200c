using System.Net;
using System.Text.Json;

namespace PrivateGateway.Lambda;

/// <summary>
/// The Lambda Runtime API, one port of 127.0.0.1 for each execution environment: which one a request comes from is decided by
/// the port alone. Source: AWS's published OpenAPI document of the Runtime API.
/// </summary>
internal sealed class RuntimeApi : IAsyncDisposable
{
    /// <summary>6 MB plus the extra hundred bytes that Lambda allows.</summary>
    public const int MaxPayload = (6 * 1024 * 1024) + 100;

    private static readonly byte[] Accepted = """{"status":"OK"}"""u8.ToArray();

    private const string Prefix = "/2018-06-01/runtime/";
    private readonly WebApplication _server;
    private readonly Action<string> _report;

    private RuntimeApi(WebApplication server, Action<string> report)
    {
        _server = server;
        _report = report;
    }

    public static async Task<RuntimeApi> StartAsync(IReadOnlyList<RuntimePort> ports, Action<string> report)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            // Between /next and /response a connection is idle for as long as the function works.
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromHours(1);
            foreach (var port in ports)
                kestrel.Listen(IPAddress.Loopback, 0, port.Accept);
        });

        var server = builder.Build();
        var api = new RuntimeApi(server, report);
        server.Run(api.HandleAsync);
        try
        {
            await server.StartAsync();
            return api;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext http)
    {
        var port = RuntimePort.Of(http, out var session);
        var path = http.Request.Path.Value ?? "";
        var parts = path.StartsWith(Prefix, StringComparison.Ordinal) ? path[Prefix.Length..].Split('/') : [];
        var task = (session, http.Request.Method, parts) switch
        {
            (null, _, _) => RefuseAsync(http, 403, "InvalidStateTransition", "No function process is expected here."),
            (_, "GET", ["invocation", "next"]) => NextAsync(http, session),
            (_, "POST", ["invocation", var id, "response"]) => ResponseAsync(http, session, id),
            (_, "POST", ["invocation", var id, "error"]) => ErrorAsync(http, port, session, id),
            (_, "POST", ["init", "error"]) => InitErrorAsync(http, port, session),
            // The snapshot is taken here and restored at once: each process is its own snapshot.
            (_, "GET", ["restore", "next"]) => Task.CompletedTask,
            (_, "POST", ["restore", "error"]) => InitErrorAsync(http, port, session),
            _ => RefuseAsync(http, 404, "NotFound", $"{http.Request.Method} {path} is not part of the Runtime API."),
        };
        try
        {
            await task;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The process exited while it waited; the exit is handled elsewhere.
        }
    }

    private static async Task NextAsync(HttpContext http, RuntimeSession session)
    {
        var invocation = await session.NextAsync(http.RequestAborted);
        if (invocation is null)
        {
            await RefuseAsync(http, 403, "InvalidStateTransition", "The current invocation has no response yet.");
            return;
        }

        var headers = http.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = $"{invocation.Deadline.ToUnixTimeMilliseconds()}";
        headers["Lambda-Runtime-Invoked-Function-Arn"] = invocation.FunctionArn;
        headers["Lambda-Runtime-Trace-Id"] = invocation.TraceId;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = invocation.Payload.Length;
        await http.Response.Body.WriteAsync(invocation.Payload, http.RequestAborted);
    }

    private static async Task ResponseAsync(HttpContext http, RuntimeSession session, string id)
    {
        if (!session.IsUnderWay(id))
        {
            await RefuseAsync(http, 400, "InvalidRequestID", "Invalid request ID");
            return;
        }

        if (http.Request.Headers["Lambda-Runtime-Function-Response-Mode"] == "streaming")
        {
            await StreamAsync(http, session, id);
            return;
        }

        var body = await RequestBody.ReadAsync(http.Request, MaxPayload, http.RequestAborted);
        if (body is null)
        {
            var message = $"Response payload size exceeded maximum allowed payload size ({MaxPayload} bytes).";
            session.Answer(id, InvocationStatus.FunctionError, default, $"Function.ResponseSizeTooLarge: {message}");
            await RefuseAsync(http, 413, "RequestEntityTooLarge", message);
        }
        else if (session.Answer(id, InvocationStatus.Responded, body.Value, null))
        {
            await AcceptAsync(http);
        }
        else
        {
            await RefuseAsync(http, 400, "InvalidRequestID", "Invalid request ID");
        }
    }

    // The integration that reads the body owns it until it ends the stream. If the process dies, the read fails.
    private static async Task StreamAsync(HttpContext http, RuntimeSession session, string id)
    {
        var stream = new StreamedResponse(http.Request);
        if (!session.Answer(id, InvocationStatus.Responded, default, null, stream))
            await RefuseAsync(http, 400, "InvalidRequestID", "Invalid request ID");
        else if (await stream.Ended)
            await AcceptAsync(http);
        else
            // The reader has stopped: closing the connection tells the function.
            http.Abort();
    }

    private async Task ErrorAsync(HttpContext http, RuntimePort port, RuntimeSession session, string id)
    {
        var error = await ReadErrorAsync(http);
        if (session.Answer(id, InvocationStatus.FunctionError, default, error))
        {
            _report($"[{port.Label}] error: {error}");
            await AcceptAsync(http);
        }
        else
        {
            await RefuseAsync(http, 400, "InvalidRequestID", "Invalid request ID");
        }
    }

    private async Task InitErrorAsync(HttpContext http, RuntimePort port, RuntimeSession session)
    {
        var error = await ReadErrorAsync(http);
        _report($"[{port.Label}] initialisation failed: {error}");
        session.FailInitialisation(error);
        await AcceptAsync(http);
    }

    private static async Task<string> ReadErrorAsync(HttpContext http)
    {
        var body = await RequestBody.ReadAsync(http.Request, MaxPayload, http.RequestAborted);
        var type = http.Request.Headers["Lambda-Runtime-Function-Error-Type"].ToString();
        try
        {
            using var json = JsonDocument.Parse(body ?? default);
            return $"{json.RootElement.GetProperty("errorType")}: {json.RootElement.GetProperty("errorMessage")}";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return type.Length > 0 ? type : "Function.Unknown";
        }
    }

    private static async Task AcceptAsync(HttpContext http)
    {
        http.Response.StatusCode = 202;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = Accepted.Length;
        await http.Response.Body.WriteAsync(Accepted);
    }

    private static Task RefuseAsync(HttpContext http, int status, string type, string message)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { errorMessage = message, errorType = type });
    }
}
