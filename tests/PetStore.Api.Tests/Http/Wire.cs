using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PetStore.Api.Tests.Http;

/// <summary>HTTP/1.1 byte by byte, for requests that an HTTP client would correct, refuse to send, or hide.</summary>
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

    /// <summary>Sends as much as the server accepts, and reads its response until it closes the connection.</summary>
    public static async Task<Answer> SendBytesAsync(Uri server, ReadOnlyMemory<byte> request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Host, server.Port);
        await using var stream = socket.GetStream();

        // The server may respond and close before it has read everything. Then the rest cannot be sent, which is not an error.
        var sending = Task.Run(async () =>
        {
            try
            {
                await stream.WriteAsync(request);
            }
            catch (IOException)
            {
            }
        });
        var answer = await ReadAsync(stream);
        await sending;
        return answer;
    }

    /// <summary>Sends, and closes without waiting for a response.</summary>
    public static async Task SendAndHangUpAsync(Uri server, ReadOnlyMemory<byte> request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Host, server.Port);
        await socket.GetStream().WriteAsync(request);
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

    private static async Task<Answer> ReadAsync(NetworkStream stream)
    {
        using var all = new MemoryStream();
        try
        {
            await stream.CopyToAsync(all);
        }
        catch (IOException) when (all.Length > 0)
        {
            // A reset after the response: the server closed with part of the request unread.
        }

        // Latin 1, one character for each byte: chunks are counted in bytes.
        var text = Encoding.Latin1.GetString(all.ToArray());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.True(end > 0, $"The response has no complete head: '{text}'");
        var lines = text[..end].Split("\r\n");
        var headers = lines.Skip(1)
            .Select(line => line.Split(':', 2))
            .ToLookup(header => header[0], header => header[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = headers["Transfer-Encoding"].Contains("chunked") ? Unchunk(text[(end + 4)..]) : text[(end + 4)..];
        return new(
            int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture),
            headers,
            Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body)));
    }

    private static string Unchunk(string chunks)
    {
        var body = new StringBuilder();
        while (true)
        {
            var end = chunks.IndexOf("\r\n", StringComparison.Ordinal);
            var length = int.Parse(chunks[..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0)
                return body.ToString();

            body.Append(chunks, end + 2, length);
            chunks = chunks[(end + 2 + length + 2)..];
        }
    }
}
