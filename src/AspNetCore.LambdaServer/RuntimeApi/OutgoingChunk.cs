using System.Globalization;
using System.Text;

namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>A chunk of a request's body (RFC 9112, section 7.1). The data is written after space reserved for its size.</summary>
internal sealed class OutgoingChunk
{
    private const int SizeRoom = 10; // eight hexadecimal digits and a line end

    private readonly ReusableBuffer _buffer;

    public OutgoingChunk(ReusableBuffer buffer)
    {
        _buffer = buffer;
        Clear();
    }

    public int Length => _buffer.Length - SizeRoom;

    public void Clear()
    {
        _buffer.Clear();
        _buffer.GetSpan(SizeRoom);
        _buffer.Advance(SizeRoom);
    }

    /// <summary>The whole chunk. It must not be empty: an empty chunk ends the body.</summary>
    public ReadOnlySpan<byte> Complete()
    {
        Span<char> size = stackalloc char[SizeRoom];
        Length.TryFormat(size, out var digits, "X", CultureInfo.InvariantCulture);
        "\r\n".CopyTo(size[digits..]);
        size = size[..(digits + 2)];

        "\r\n"u8.CopyTo(_buffer.GetSpan(2));
        _buffer.Advance(2);
        var chunk = _buffer.Written.Span[(SizeRoom - size.Length)..];
        Encoding.ASCII.GetBytes(size, chunk);
        return chunk;
    }
}
