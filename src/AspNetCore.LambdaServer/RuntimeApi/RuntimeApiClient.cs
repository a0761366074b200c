using System.Text;

namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>
/// The Lambda Runtime API, https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html, the SnapStart paths that AWS's own runtime
/// clients also use, and response streaming,
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming.
/// </summary>
internal sealed class RuntimeApiClient : IResponseChannel, IDisposable
{
    private readonly RuntimeApiConnection _connection;
    private readonly string _authority;
    private readonly string _base;
    private readonly byte[] _next;

    public RuntimeApiClient(RuntimeApiAddress address)
    {
        _connection = new RuntimeApiConnection(address);
        _authority = address.Authority;
        _base = $"{address.BasePath}/2018-06-01/runtime";
        _next = Get("/invocation/next");
    }

    public bool IsAbandoned => _connection.IsAnswered;

    /// <summary>Waits for the next event, without a time limit.</summary>
    public Invocation Next()
    {
        var reply = _connection.Exchange(_next);
        return reply.Status == 200 ? Invocation.From(reply) : throw Refused("the next invocation", reply);
    }

    public bool Respond(string requestId, OutgoingPost response) =>
        IsAccepted(_connection.Exchange(response.Complete(_authority, ResponsePath(requestId))));

    public void Begin(string requestId, OutgoingPost prelude) =>
        _connection.Begin(prelude.CompleteFirstChunk(_authority, ResponsePath(requestId)));

    public bool TryWrite(ReadOnlySpan<byte> chunk) => _connection.TrySend(chunk);

    public bool End(Exception? fault) =>
        _connection.Finish(fault is null ? "0\r\n\r\n"u8 : ErrorReport.LastChunk(fault)) is { } reply && IsAccepted(reply);

    public void Abort() => _connection.Disconnect();

    /// <summary>Fails one invocation.</summary>
    /// <returns>As for <see cref="Respond"/>.</returns>
    public bool Fail(string requestId, Exception fault) =>
        PostError($"/invocation/{requestId}/error", fault, ErrorReport.TypeOf(fault));

    /// <summary>Reports that the function cannot be started; the process has to end after it.</summary>
    public bool FailInitialization(Exception fault, string? errorType = null) =>
        PostError("/init/error", fault, errorType ?? ErrorReport.TypeOf(fault));

    /// <summary>Reports that the snapshot can be taken, and returns after the restore, perhaps days later.</summary>
    public void WaitForRestore()
    {
        var reply = _connection.Exchange(Get("/restore/next"));
        if (reply.Status is not (200 or 204))
            throw Refused("the restore", reply);
    }

    public bool FailRestore(Exception fault) => PostError("/restore/error", fault, "Runtime.AfterRestoreError");

    public void Dispose() => _connection.Dispose();

    private string ResponsePath(string requestId) => $"{_base}/invocation/{requestId}/response";

    private byte[] Get(string path) => Encoding.UTF8.GetBytes($"GET {_base}{path} HTTP/1.1\r\nHost: {_authority}\r\n\r\n");

    private bool PostError(string path, Exception fault, string errorType)
    {
        var post = new OutgoingPost();
        ErrorReport.Write(post.Body, fault, errorType);
        return IsAccepted(_connection.Exchange(post.Complete(_authority, _base + path, errorType)));
    }

    private static bool IsAccepted(Reply reply) => reply.Status switch
    {
        >= 200 and < 300 => true,
        // Too late, too large, or sent twice because the first reply was lost.
        400 or 404 or 413 => false,
        _ => throw Refused("a response", reply),
    };

    private static RuntimeApiException Refused(string what, Reply reply) =>
        new($"The Lambda Runtime API refused {what} with status {reply.Status}.");
}
