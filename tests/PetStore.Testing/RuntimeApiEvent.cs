using System.Text;
using System.Text.Json;

namespace PetStore.Testing;

/// <summary>An event to hand out, and how.</summary>
public sealed class RuntimeApiEvent(byte[] payload)
{
    private readonly TaskCompletionSource<RuntimeApiOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<StreamedResponse> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RuntimeApiEvent(string payload)
        : this(Encoding.UTF8.GetBytes(payload))
    {
    }

    public byte[] Payload => payload;

    /// <summary>Completes when the function has responded.</summary>
    public Task<RuntimeApiOutcome> Outcome => _outcome.Task;

    /// <summary>Completes when the function has begun a streamed response; see <see cref="IsReadByTest"/>.</summary>
    public Task<StreamedResponse> Stream => _stream.Task;

    public string RequestId { get; init; } = Guid.NewGuid().ToString();

    /// <summary>False: the header is left out, which Lambda never does.</summary>
    public bool TellsRequestId { get; init; } = true;

    public DateTimeOffset Deadline { get; init; } = DateTimeOffset.UtcNow.AddMinutes(5);

    public string? TraceId { get; init; }

    /// <summary>Sent chunked, in pieces of this many bytes; null: with Content-Length.</summary>
    public int? ChunkSize { get; init; }

    public bool LowerCaseHeaders { get; init; }

    /// <summary>The connection is closed after it.</summary>
    public bool ClosesConnection { get; init; }

    /// <summary>A streamed response is read from the socket by the test, chunk by chunk, instead of at once.</summary>
    public bool IsReadByTest { get; init; }

    internal void Begin(StreamedResponse stream) => _stream.TrySetResult(stream);

    internal void Complete(RuntimeApiOutcome outcome) => _outcome.TrySetResult(outcome);
}

/// <summary>What a function posted: an invocation's response or error, or a failed start.</summary>
/// <param name="IsError">Whether it was posted to <c>.../error</c>.</param>
/// <param name="ErrorType">The header <c>Lambda-Runtime-Function-Error-Type</c>.</param>
/// <param name="Headers">Of the POST, names in lower case.</param>
/// <param name="Trailers">Of a chunked POST, names in lower case; null: the connection was closed before the last chunk.</param>
public sealed record RuntimeApiOutcome(
    bool IsError, string? ErrorType, byte[] Body, IReadOnlyDictionary<string, string> Headers, IReadOnlyDictionary<string, string>? Trailers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body as JSON; duplicate members are refused.</summary>
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.Clone();
        }
    }

    internal static RuntimeApiOutcome Of(RuntimeApiRequest request, byte[] body, IReadOnlyDictionary<string, string>? trailers) => new(
        request.Path.EndsWith("/error", StringComparison.Ordinal),
        request.Headers.GetValueOrDefault("lambda-runtime-function-error-type"),
        body,
        request.Headers,
        trailers);
}

/// <summary>A streamed response on its way. The socket is read only when the test asks for a chunk.</summary>
public sealed class StreamedResponse
{
    private readonly RuntimeApiConnection _connection;
    private readonly TaskCompletionSource<bool> _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal StreamedResponse(RuntimeApiConnection connection) => _connection = connection;

    /// <summary>After the last chunk; names in lower case.</summary>
    public IReadOnlyDictionary<string, string> Trailers => _connection.Trailers;

    /// <summary>Completes with whether the connection is still of use.</summary>
    internal Task<bool> Left => _left.Task;

    /// <summary>The next chunk, as it was sent; null after the last one, which is acknowledged then.</summary>
    /// <exception cref="IOException">The function has broken the connection off.</exception>
    public async Task<byte[]?> ReadAsync()
    {
        try
        {
            if (await _connection.ReadChunkAsync() is { } chunk)
                return chunk;

            await _connection.SendAsync(202, "{\"status\":\"OK\"}");
            _left.TrySetResult(true);
            return null;
        }
        catch (IOException)
        {
            _left.TrySetResult(false);
            throw;
        }
    }

    /// <summary>All chunks that follow, as text.</summary>
    public async Task<IReadOnlyList<string>> ReadRestAsync()
    {
        var chunks = new List<string>();
        while (await ReadAsync() is { } chunk)
            chunks.Add(Encoding.UTF8.GetString(chunk));

        return chunks;
    }

    /// <summary>Closes the connection with the rest unread.</summary>
    public void Close()
    {
        _connection.Reset();
        _left.TrySetResult(false);
    }

    /// <summary>Replies although the response has not ended, and reads no more of it.</summary>
    public Task ReplyAsync(int status) => _connection.SendAsync(status, "{\"errorMessage\":\"No more\",\"errorType\":\"Test\"}");
}

/// <summary>How the Runtime API can fail.</summary>
public enum RuntimeApiFault
{
    /// <summary>Replies 403 Forbidden.</summary>
    Forbid,

    /// <summary>Replies 500: a state that cannot be recovered from.</summary>
    Break,

    /// <summary>Closes the connection without a reply.</summary>
    Close,

    /// <summary>Sends half of a reply's head, then closes.</summary>
    CloseInHead,

    /// <summary>Sends a head and half of the body it announces, then closes.</summary>
    CloseInBody,

    /// <summary>Sends something that is not HTTP.</summary>
    Babble,

    /// <summary>Does not reply and does not close.</summary>
    Stall,
}
