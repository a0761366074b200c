using System.Buffers.Text;
using System.Text;

namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>A reply of the Runtime API, in the memory of the connection that received it.</summary>
internal readonly struct Reply(ReadOnlyMemory<byte> head, Memory<byte> body, bool isFollowed = false)
{
    private const int StatusOffset = 9; // after "HTTP/1.1 "

    public Memory<byte> Body => body;

    public int Status =>
        head.Length > StatusOffset + 3
        && head.Span.StartsWith("HTTP/1."u8)
        && Utf8Parser.TryParse(head.Span.Slice(StatusOffset, 3), out int status, out var digits)
        && digits == 3
            ? status
            : throw new IOException("the reply does not begin with an HTTP status line.");

    public bool IsContinue => Status is >= 100 and < 200;

    public bool HasNoBody => IsContinue || Status is 204 or 304;

    public bool IsChunked => Ascii.EqualsIgnoreCase(Header("Transfer-Encoding"u8), "chunked"u8);

    /// <summary>Bytes that follow a reply were not requested, and would be mistaken for the next reply.</summary>
    public bool KeepsAlive =>
        !isFollowed
        && (HasNoBody || IsChunked || ContentLength is not null)
        && !Ascii.EqualsIgnoreCase(Header("Connection"u8), "close"u8)
        && !head.Span.StartsWith("HTTP/1.0"u8);

    public long? ContentLength
    {
        get
        {
            var value = Header("Content-Length"u8);
            if (value.IsEmpty)
                return null;

            return Utf8Parser.TryParse(value, out long length, out var digits) && digits == value.Length && length >= 0
                ? length
                : throw new IOException("the reply's Content-Length is not a number.");
        }
    }

    /// <summary>The value of a header, with its name in any case; empty if it is missing.</summary>
    public ReadOnlySpan<byte> Header(ReadOnlySpan<byte> name)
    {
        for (var rest = head.Span; rest.IndexOf("\r\n"u8) is var length && length >= 0; rest = rest[(length + 2)..])
        {
            var line = rest[..length];
            if (line.Length > name.Length && line[name.Length] == ':' && Ascii.EqualsIgnoreCase(line[..name.Length], name))
                return line[(name.Length + 1)..][Ascii.Trim(line[(name.Length + 1)..])];
        }

        return default;
    }

    /// <summary>The same as text, or null.</summary>
    public string? Text(ReadOnlySpan<byte> name) => Header(name) is { IsEmpty: false } value ? Encoding.UTF8.GetString(value) : null;
}
