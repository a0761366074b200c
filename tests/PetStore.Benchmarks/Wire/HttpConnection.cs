using System.Buffers.Text;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PetStore.Benchmarks.Wire;

/// <summary>One end of an HTTP/1.1 connection, blocking and with one buffer, so that the figures are the other end's and not ours.</summary>
internal sealed class HttpConnection(Socket socket) : IDisposable
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _length;

    public Socket Socket { get; } = socket;

    /// <returns>The next message, or null when the other end has closed the connection.</returns>
    public HttpMessage? Read()
    {
        _length = 0;
        int head;
        while ((head = Received.IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!Receive())
                return null;
        }

        var lines = Encoding.Latin1.GetString(Received[..head]).Split("\r\n");
        var body = head + 4;
        var bodyLength = Header(lines, "Transfer-Encoding") == "chunked" ? ReadChunks(body)
            : int.TryParse(Header(lines, "Content-Length"), CultureInfo.InvariantCulture, out var length) ? ReadBody(body, length)
            : 0;
        return bodyLength is { } count ? new HttpMessage(lines[0], _buffer.AsMemory(body, count)) : null;
    }

    public void Send(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        // One segment where it fits: two small sends would wait for each other's acknowledgement.
        var message = new byte[head.Length + body.Length];
        head.CopyTo(message);
        body.CopyTo(message.AsSpan(head.Length));
        for (var sent = 0; sent < message.Length;)
            sent += Socket.Send(message.AsSpan(sent));
    }

    public void Dispose() => Socket.Dispose();

    private ReadOnlySpan<byte> Received => _buffer.AsSpan(0, _length);

    private static string? Header(string[] lines, string name) => lines
        .Where(line => line.Length > name.Length && line[name.Length] == ':' && line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();

    private int? ReadBody(int start, int length)
    {
        while (_length < start + length)
        {
            if (!Receive())
                return null;
        }

        return length;
    }

    /// <summary>Joins the chunks in place.</summary>
    private int? ReadChunks(int start)
    {
        var (written, next) = (start, start);
        while (true)
        {
            int line;
            while ((line = Received[next..].IndexOf("\r\n"u8)) < 0)
            {
                if (!Receive())
                    return null;
            }

            var chunk = next + line + 2;
            if (!Utf8Parser.TryParse(Received.Slice(next, line), out int size, out _, 'x') || ReadBody(chunk, size + 2) is null)
                return null;
            if (size == 0)
                return written - start;

            _buffer.AsSpan(chunk, size).CopyTo(_buffer.AsSpan(written));
            written += size;
            next = chunk + size + 2;
        }
    }

    private bool Receive()
    {
        if (_length == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);

        var count = Socket.Receive(_buffer.AsSpan(_length));
        _length += count;
        return count > 0;
    }
}
