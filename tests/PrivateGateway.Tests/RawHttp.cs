using System.Net.Sockets;
using System.Text;

namespace PrivateGateway.Tests;

/// <summary>HTTP typed by hand: requests that no client library would send.</summary>
internal sealed record RawHttp(int Status, IReadOnlyList<string> Head, string Body)
{
    /// <summary>Sends the lines, an empty one and the body; reads until the other side closes the connection.</summary>
    public static async Task<RawHttp> SendAsync(Uri url, IEnumerable<string> head, string body = "")
    {
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        var lines = string.Concat(head.Append("Connection: close").Select(line => line + "\r\n"));
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{lines}\r\n{body}"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    public string? Header(string name) => Head
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .SingleOrDefault();

    private static RawHttp Parse(string text)
    {
        while (text.StartsWith("HTTP/1.1 100", StringComparison.Ordinal))
            text = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

        if (text.Length == 0)
            return new RawHttp(0, [], "");

        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = text[..end].Split("\r\n");
        return new RawHttp(int.Parse(lines[0].Split(' ')[1]), lines[1..], text[(end + 4)..]);
    }
}
