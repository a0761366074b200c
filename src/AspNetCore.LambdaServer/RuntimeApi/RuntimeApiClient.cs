using System.Text;

namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>
/// The Lambda Runtime API, https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html, and the SnapStart paths that AWS's
/// own runtime clients use beside it.
/// </summary>
/// <param name="address">Host and port, as <c>AWS_LAMBDA_RUNTIME_API</c> has them.</param>
internal sealed class RuntimeApiClient(string address) : IDisposable
{
    private const string Version = "/2018-06-01";

    private readonly RuntimeApiConnection _connection = new(address);
    private readonly byte[] _next = Get(address, "/runtime/invocation/next");

    /// <summary>Waits for the next event, without a limit of time.</summary>
    public Invocation Next()
    {
        var reply = _connection.Exchange(_next);
        return reply.Status == 200 ? Invocation.From(reply) : throw Refused("the next invocation", reply);
    }

    /// <returns>False: the API does not want this response (any more), and the next invocation can be asked for.</returns>
    public bool Respond(string requestId, OutgoingPost response) =>
        Post(response.Complete(address, $"{Version}/runtime/invocation/{requestId}/response"));

    /// <summary>Fails one invocation.</summary>
    /// <returns>As for <see cref="Respond"/>.</returns>
    public bool Fail(string requestId, Exception fault) =>
        PostError($"{Version}/runtime/invocation/{requestId}/error", fault, ErrorReport.TypeOf(fault));

    /// <summary>Reports that the function cannot be started; the process has to end after it.</summary>
    public bool FailInitialization(Exception fault, string? errorType = null) =>
        PostError($"{Version}/runtime/init/error", fault, errorType ?? ErrorReport.TypeOf(fault));

    /// <summary>Tells that the snapshot can be taken, and returns after it was restored, maybe days later.</summary>
    public void WaitForRestore()
    {
        var reply = _connection.Exchange(Get(address, "/runtime/restore/next"));
        if (reply.Status is not (200 or 204))
            throw Refused("the restore", reply);
    }

    public bool FailRestore(Exception fault) =>
        PostError($"{Version}/runtime/restore/error", fault, "Runtime.AfterRestoreError");

    public void Dispose() => _connection.Dispose();

    private static byte[] Get(string address, string path) =>
        Encoding.UTF8.GetBytes($"GET {Version}{path} HTTP/1.1\r\nHost: {address}\r\n\r\n");

    private bool PostError(string path, Exception fault, string errorType)
    {
        var post = new OutgoingPost();
        ErrorReport.Write(post.Body, fault, errorType);
        return Post(post.Complete(address, path, errorType));
    }

    private bool Post(ReadOnlySpan<byte> request)
    {
        var reply = _connection.Exchange(request);
        return reply.Status switch
        {
            >= 200 and < 300 => true,
            // Too late, too large, or told twice because the first reply was lost.
            400 or 404 or 413 => false,
            _ => throw Refused("an answer", reply),
        };
    }

    private static RuntimeApiException Refused(string what, Reply reply) =>
        new($"The Lambda Runtime API refused {what} with status {reply.Status}.");
}
