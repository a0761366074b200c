using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>An event, with the Runtime API's headers for it. The event's memory is valid until the next exchange.</summary>
internal sealed class Invocation(string requestId, Memory<byte> payload)
{
    public string RequestId => requestId;

    public Memory<byte> Payload => payload;

    public DateTimeOffset? Deadline { get; init; }

    public string? FunctionArn { get; init; }

    public string? TraceId { get; init; }

    /// <exception cref="RuntimeApiException">The reply has no valid request id, so a response cannot be sent.</exception>
    public static Invocation From(Reply reply)
    {
        var id = reply.Text("Lambda-Runtime-Aws-Request-Id"u8);
        if (!IsRequestId(id))
            throw new RuntimeApiException("The Lambda Runtime API sent an event without a valid request id.");

        return new Invocation(id, reply.Body)
        {
            Deadline = DeadlineOf(reply.Header("Lambda-Runtime-Deadline-Ms"u8)),
            FunctionArn = reply.Text("Lambda-Runtime-Invoked-Function-Arn"u8),
            TraceId = reply.Text("Lambda-Runtime-Trace-Id"u8),
        };
    }

    // The id becomes a path segment.
    private static bool IsRequestId([NotNullWhen(true)] string? id)
    {
        foreach (var character in id ?? "")
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_' or '.'))
                return false;
        }

        return id is { Length: > 0 };
    }

    private static DateTimeOffset? DeadlineOf(ReadOnlySpan<byte> milliseconds) =>
        Utf8Parser.TryParse(milliseconds, out long value, out var digits) && digits == milliseconds.Length
            && value >= 0 && value <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(value)
            : null;
}
