using System.Text;
using System.Text.Json;

namespace PetStore.Testing;

/// <summary>An event to hand out, and how.</summary>
public sealed class RuntimeApiEvent(byte[] payload)
{
    private readonly TaskCompletionSource<RuntimeApiOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public byte[] Payload => payload;

    /// <summary>Completes when the function has answered.</summary>
    public Task<RuntimeApiOutcome> Outcome => _outcome.Task;

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

    internal void Complete(RuntimeApiOutcome outcome) => _outcome.TrySetResult(outcome);
}

/// <summary>What a function posted: an invocation's response or error, or a failed start.</summary>
/// <param name="IsError">Whether it was posted to <c>.../error</c>.</param>
/// <param name="ErrorType">The header <c>Lambda-Runtime-Function-Error-Type</c>.</param>
/// <param name="Headers">Of the POST, names in lower case.</param>
public sealed record RuntimeApiOutcome(bool IsError, string? ErrorType, byte[] Body, IReadOnlyDictionary<string, string> Headers)
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

    internal static RuntimeApiOutcome Of(RuntimeApiRequest request) => new(
        request.Path.EndsWith("/error", StringComparison.Ordinal),
        request.Headers.GetValueOrDefault("lambda-runtime-function-error-type"),
        request.Body,
        request.Headers);
}

/// <summary>How the Runtime API can fail.</summary>
public enum RuntimeApiFault
{
    /// <summary>Answers 403 Forbidden.</summary>
    Forbid,

    /// <summary>Answers 500: a state that cannot be recovered from.</summary>
    Break,

    /// <summary>Closes the connection without a word.</summary>
    Close,

    /// <summary>Sends half of a reply's head, then closes.</summary>
    CloseInHead,

    /// <summary>Sends a head and half of the body it announces, then closes.</summary>
    CloseInBody,

    /// <summary>Sends what is not HTTP.</summary>
    Babble,

    /// <summary>Does not answer and does not close.</summary>
    Stall,
}
