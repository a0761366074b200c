using System.Buffers.Text;
using System.Net.Sockets;

namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>Reads replies from a socket into one buffer; a chunked body is made contiguous there.</summary>
internal sealed class ReplyReader
{
    private const int InitialSize = 64 * 1024;
    private const int LargestHead = 64 * 1024;

    // An event is at most 6 MB; escaped as JSON it is at most six times as long.
    private const int LargestBody = 40 * 1024 * 1024;
    private const int LargestKept = 1024 * 1024;

    private byte[] _buffer = new byte[InitialSize];
    private int _filled;

    public Reply Read(Socket socket)
    {
        if (_buffer.Length > LargestKept)
            _buffer = new byte[InitialSize];

        _filled = 0;
        var start = 0;
        while (true)
        {
            var bodyStart = ReceiveHead(socket, start);
            var headLength = bodyStart - start;
            var head = new Reply(_buffer.AsMemory(start, headLength), default);
            if (head.IsContinue)
            {
                start = bodyStart;
                continue;
            }

            var (bodyLength, end) = ReceiveBody(socket, head, bodyStart);
            return new Reply(_buffer.AsMemory(start, headLength), _buffer.AsMemory(bodyStart, bodyLength), isFollowed: _filled > end);
        }
    }

    private int ReceiveHead(Socket socket, int start)
    {
        var searched = start;
        while (true)
        {
            var end = _buffer.AsSpan(searched, _filled - searched).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
                return searched + end + 4;
            if (_filled - start > LargestHead)
                throw new IOException("the head of the reply is too long.");

            searched = Math.Max(start, _filled - 3);
            Receive(socket);
        }
    }

    private (int Length, int End) ReceiveBody(Socket socket, Reply head, int start)
    {
        if (head.HasNoBody)
            return (0, start);
        if (head.IsChunked)
            return ReceiveChunks(socket, start);
        if (head.ContentLength is not { } length)
            return ReceiveToEnd(socket, start);
        if (length > LargestBody)
            throw new IOException("the body of the reply is too long.");

        ReceiveUntil(socket, start + (int)length);
        return ((int)length, start + (int)length);
    }

    private (int Length, int End) ReceiveChunks(Socket socket, int start)
    {
        var position = start;
        var length = 0;
        while (true)
        {
            var (line, next) = ReceiveLine(socket, position);
            // An extension may follow the size, after a semicolon.
            if (!Utf8Parser.TryParse(_buffer.AsSpan(position, line), out int size, out _, 'x') || size < 0 || size > LargestBody - length)
                throw new IOException("the reply has a chunk without a valid size.");
            if (size == 0)
                return (length, SkipTrailers(socket, next));

            position = next + size;
            ReceiveUntil(socket, position + 2);
            if (!_buffer.AsSpan(position, 2).SequenceEqual("\r\n"u8))
                throw new IOException("the reply has a chunk longer than its size.");

            _buffer.AsSpan(next, size).CopyTo(_buffer.AsSpan(start + length));
            length += size;
            position += 2;
        }
    }

    private int SkipTrailers(Socket socket, int position)
    {
        while (true)
        {
            var (length, next) = ReceiveLine(socket, position);
            if (length == 0)
                return next;

            position = next;
        }
    }

    private (int Length, int Next) ReceiveLine(Socket socket, int start)
    {
        while (true)
        {
            var length = _buffer.AsSpan(start, _filled - start).IndexOf("\r\n"u8);
            if (length >= 0)
                return (length, start + length + 2);
            if (_filled - start > LargestHead)
                throw new IOException("the reply has a line that is too long.");

            Receive(socket);
        }
    }

    private (int Length, int End) ReceiveToEnd(Socket socket, int start)
    {
        while (TryReceive(socket))
        {
            if (_filled - start > LargestBody)
                throw new IOException("the body of the reply is too long.");
        }

        return (_filled - start, _filled);
    }

    private void ReceiveUntil(Socket socket, int end)
    {
        if (end > _buffer.Length)
            Array.Resize(ref _buffer, end);
        while (_filled < end)
            Receive(socket);
    }

    private void Receive(Socket socket)
    {
        if (!TryReceive(socket))
            throw new IOException("the connection was closed before the reply was complete.");
    }

    private bool TryReceive(Socket socket)
    {
        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);

        var received = socket.Receive(_buffer.AsSpan(_filled));
        _filled += received;
        return received > 0;
    }
}
