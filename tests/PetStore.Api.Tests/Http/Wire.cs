using System.Text;
using PetStore.Testing;

namespace PetStore.Api.Tests.Http;

/// <summary>Requests to the pet store that no HTTP client would send; see <see cref="RawHttp"/>.</summary>
internal static class Wire
{
    /// <summary>Sends a request line with exactly this target, and these header lines besides Host and Connection.</summary>
    public static Task<Answer> SendAsync(Uri server, string method, string target, params string[] headers) =>
        SendAsync(server, method, target, headers, default);

    public static Task<Answer> SendAsync(
        Uri server, string method, string target, IEnumerable<string> headers, ReadOnlyMemory<byte> body)
    {
        var head = string.Join("\r\n", [$"{method} {target} HTTP/1.1", $"Host: {server.Authority}", "Connection: close", .. headers, "", ""]);
        return SendBytesAsync(server, (byte[])[.. Encoding.UTF8.GetBytes(head), .. body.Span]);
    }

    /// <inheritdoc cref="RawHttp.SendAsync(Uri, ReadOnlyMemory{byte})"/>
    public static async Task<Answer> SendBytesAsync(Uri server, ReadOnlyMemory<byte> request)
    {
        var response = await RawHttp.SendAsync(server, request);
        return new Answer(response.Status, response.Headers, response.Body);
    }

    /// <summary>A body in chunks, whose length the server does not know in advance.</summary>
    public static byte[] Chunked(ReadOnlySpan<byte> body, int size = 4096)
    {
        using var chunks = new MemoryStream();
        for (; body.Length > 0; body = body[Math.Min(size, body.Length)..])
        {
            var chunk = body[..Math.Min(size, body.Length)];
            chunks.Write(Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"));
            chunks.Write(chunk);
            chunks.Write("\r\n"u8);
        }

        chunks.Write("0\r\n\r\n"u8);
        return chunks.ToArray();
    }
}
