using System.IO.Pipelines;

namespace PrivateGateway.Calls;

/// <summary>The response to a call. A step of the request pipeline that returns one ends the call; null continues with the next step.</summary>
internal sealed record Answer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The type of API Gateway's own response (<c>$context.error.responseType</c>); null for an integration's.</summary>
    public string? ResponseType { get; init; }

    /// <summary>The message of API Gateway's own response.</summary>
    public string? Message { get; init; }

    /// <summary>The body where it is a stream; null: it is <see cref="Body"/>.</summary>
    public AnswerStream? Stream { get; init; }
}

/// <summary>A body that the integration is still writing.</summary>
internal abstract class AnswerStream
{
    public abstract PipeReader Body { get; }

    /// <summary>The error that the integration reported at the end of the body; null: none.</summary>
    public abstract string? Error { get; }

    /// <summary>Called once, after the last read.</summary>
    /// <param name="isComplete">The body was read to its end.</param>
    public abstract void End(bool isComplete);
}
