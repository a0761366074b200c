using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace PetStore.Testing;

/// <summary>HTTP/1.1 byte by byte, for requests that an HTTP client would correct, refuse to send, or hide.</summary>
public static class RawHttp
{
    /// <summary>Sends the lines, <c>Connection: close</c>, an empty line and the body.</summary>
    public static Task<RawResponse> SendAsync(Uri server, IEnumerable<string> head, string body = "") =>
        SendAsync(server, Encoding.Latin1.GetBytes(string.Join("\r\n", [.. head, "Connection: close", "", body])));

    /// <summary>Sends as much as the server accepts, and reads its response until it closes the connection.</summary>
    public static async Task<RawResponse> SendAsync(Uri server, ReadOnlyMemory<byte> request)
    {
        using var client = await ConnectAsync(server);
        var stream = client.GetStream();
        var sending = SendRequestAsync();
        var response = await ReadAsync(stream);
        await sending;
        return RawResponse.Parse(response);

        // The server may respond and close before it has read everything. Then the rest cannot be sent, which is not an error.
        async Task SendRequestAsync()
        {
            try
            {
                await stream.WriteAsync(request, TestContext.Current.CancellationToken);
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>Sends, and closes without waiting for a response.</summary>
    public static async Task SendAndDisconnectAsync(Uri server, ReadOnlyMemory<byte> request)
    {
        using var client = await ConnectAsync(server);
        await client.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<TcpClient> ConnectAsync(Uri server)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task<byte[]> ReadAsync(NetworkStream stream)
    {
        using var all = new MemoryStream();
        try
        {
            await stream.CopyToAsync(all, TestContext.Current.CancellationToken);
        }
        catch (IOException) when (all.Length > 0)
        {
            // A reset after the response: the server closed with part of the request unread.
        }

        return all.ToArray();
    }
}

/// <param name="Head">Its header lines.</param>
/// <param name="Body">Everything that followed the head; of a chunked body, what the chunks hold.</param>
public sealed record RawResponse(int Status, IReadOnlyList<string> Head, string Body)
{
    public ILookup<string, string> Headers => Head
        .Select(line => line.Split(':', 2))
        .ToLookup(header => header[0], header => header[1].Trim(), StringComparer.OrdinalIgnoreCase);

    public string? Header(string name) => Headers[name].SingleOrDefault();

    internal static RawResponse Parse(byte[] response)
    {
        // Latin 1, one character for each byte: chunks are counted in bytes.
        var text = Encoding.Latin1.GetString(response);
        while (text.StartsWith("HTTP/1.1 100", StringComparison.Ordinal))
            text = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.True(end > 0, $"The response has no complete head: '{text}'");
        var lines = text[..end].Split("\r\n");
        var whole = new RawResponse(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), lines[1..], text[(end + 4)..]);
        var body = whole.Body.Length > 0 && whole.Header("Transfer-Encoding") == "chunked" ? Unchunk(whole.Body) : whole.Body;
        return whole with { Body = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body)) };
    }

    private static string Unchunk(string chunks)
    {
        var body = new StringBuilder();
        while (chunks != "0\r\n\r\n")
        {
            var end = chunks.IndexOf("\r\n", StringComparison.Ordinal);
            var length = int.Parse(chunks[..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Assert.True(length > 0, $"Something follows the last chunk: '{chunks}'");
            body.Append(chunks, end + 2, length);
            chunks = chunks[(end + 2 + length + 2)..];
        }

        return body.ToString();
    }
}
