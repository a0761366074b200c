using System.Globalization;
using System.Text;

namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>A POST to the Runtime API. The body is written after space reserved for the head, so that one send without a copy is enough.</summary>
internal sealed class OutgoingPost
{
    private const int HeadRoom = 1024;

    public OutgoingPost() => Clear();

    public ReusableBuffer Body { get; } = new();

    public int Length => Body.Length - HeadRoom;

    public void Clear()
    {
        Body.Clear();
        Body.GetSpan(HeadRoom);
        Body.Advance(HeadRoom);
    }

    /// <summary>The whole request, with the head written in front of the body.</summary>
    public ReadOnlySpan<byte> Complete(string host, string path, string? errorType = null)
    {
        var error = errorType is null ? "" : $"{ErrorReport.TypeHeader}: {errorType}\r\n";
        var length = Length.ToString(CultureInfo.InvariantCulture);
        return BehindHead($"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n{error}Content-Length: {length}\r\n\r\n");
    }

    /// <summary>The head of a chunked request, and the body as its first chunk.</summary>
    public ReadOnlySpan<byte> CompleteFirstChunk(string host, string path)
    {
        var size = Length.ToString("X", CultureInfo.InvariantCulture);
        "\r\n"u8.CopyTo(Body.GetSpan(2));
        Body.Advance(2);
        return BehindHead(
            $"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/vnd.awslambda.http-integration-response\r\n"
            + $"Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n"
            + $"Trailer: {ErrorReport.TypeHeader}, {ErrorReport.BodyTrailer}\r\n\r\n{size}\r\n");
    }

    private Span<byte> BehindHead(string head)
    {
        if (head.Length > HeadRoom)
            throw new RuntimeApiException($"The address of the Lambda Runtime API is too long: {head.AsSpan(0, 100)}...");

        var request = Body.Written.Span[(HeadRoom - head.Length)..];
        Encoding.ASCII.GetBytes(head, request);
        return request;
    }
}
