using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace PetStore.Testing;

/// <summary>The head of a request; its body is still to be read.</summary>
internal sealed record RuntimeApiRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers)
{
    public bool IsChunked => Headers.GetValueOrDefault("transfer-encoding") == "chunked";
}

/// <summary>HTTP/1.1 as a server speaks it, for one connection, with Content-Length and chunked bodies.</summary>
internal sealed class RuntimeApiConnection(NetworkStream stream, CancellationToken stopping)
{
    private readonly PipeReader _input = PipeReader.Create(stream);

    /// <summary>What followed the last chunk of the last body; names in lower case.</summary>
    public IReadOnlyDictionary<string, string> Trailers { get; private set; } = new Dictionary<string, string>();

    /// <returns>Null where the other side has closed.</returns>
    public async Task<RuntimeApiRequest?> ReadHeadAsync()
    {
        if (await ReadLineAsync() is not { Length: > 0 } line)
            return null;

        var words = line.Split(' ');
        return new RuntimeApiRequest(words[0], words[1], await ReadFieldsAsync());
    }

    public async Task<byte[]> ReadBodyAsync(RuntimeApiRequest request)
    {
        if (!request.IsChunked)
            return await ReadExactlyAsync(int.Parse(request.Headers.GetValueOrDefault("content-length", "0"), CultureInfo.InvariantCulture));

        var body = new MemoryStream();
        while (await ReadChunkAsync() is { } chunk)
            body.Write(chunk);

        return body.ToArray();
    }

    /// <returns>Null after the last one; <see cref="Trailers"/> are read then.</returns>
    public async Task<byte[]?> ReadChunkAsync()
    {
        var line = await ReadLineAsync() ?? throw new IOException("The connection was closed within a body.");
        var size = int.Parse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (size == 0)
        {
            Trailers = await ReadFieldsAsync();
            return null;
        }

        var chunk = await ReadExactlyAsync(size);
        if (await ReadLineAsync() is not "")
            throw new InvalidDataException("A chunk is longer than its size.");

        return chunk;
    }

    public async Task SendEventAsync(RuntimeApiEvent next)
    {
        var head = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
        Header("Lambda-Runtime-Aws-Request-Id", next.TellsRequestId ? next.RequestId : null);
        Header("Lambda-Runtime-Deadline-Ms", next.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        Header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:petstore");
        Header("Lambda-Runtime-Trace-Id", next.TraceId);
        Header("Connection", next.ClosesConnection ? "close" : null);
        if (next.ChunkSize is { } size)
        {
            Header("Transfer-Encoding", "chunked");
            await WriteAsync(Encoding.ASCII.GetBytes($"{head}\r\n"));
            foreach (var chunk in next.Payload.Chunk(size))
                await WriteAsync([.. Encoding.ASCII.GetBytes($"{chunk.Length:X};extension=1\r\n"), .. chunk, .. "\r\n"u8]);

            await WriteAsync("0\r\nTrailer: 1\r\n\r\n"u8.ToArray());
        }
        else
        {
            Header("Content-Length", next.Payload.Length.ToString(CultureInfo.InvariantCulture));
            await WriteAsync([.. Encoding.ASCII.GetBytes($"{head}\r\n"), .. next.Payload]);
        }

        if (next.ClosesConnection)
            Close();

        void Header(string name, string? value)
        {
            if (value is not null)
                head.Append($"{(next.LowerCaseHeaders ? name.ToLowerInvariant() : name)}: {value}\r\n");
        }
    }

    public Task SendAsync(int status, string body) => WriteAsync(Encoding.ASCII.GetBytes(
        $"HTTP/1.1 {status} Status\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));

    public void Close() => stream.Socket.Shutdown(SocketShutdown.Both);

    /// <summary>Closes so that the other side gets a reset, as it does from a process that has ended.</summary>
    public void Reset() => stream.Socket.Close(0);

    /// <returns>Whether the connection is still of use.</returns>
    public async Task<bool> MisbehaveAsync(RuntimeApiFault fault)
    {
        switch (fault)
        {
            case RuntimeApiFault.Forbid:
                await SendAsync(403, "{\"errorMessage\":\"Forbidden\",\"errorType\":\"Forbidden\"}");
                return true;
            case RuntimeApiFault.Break:
                await SendAsync(500, "");
                return true;
            case RuntimeApiFault.CloseInHead:
                await WriteAsync("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Requ"u8.ToArray());
                break;
            case RuntimeApiFault.CloseInBody:
                await WriteAsync("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: cut\r\nContent-Length: 100\r\n\r\n{\"httpMethod\""u8.ToArray());
                break;
            case RuntimeApiFault.Babble:
                await WriteAsync("220 mail.example.com ESMTP\r\n\r\n"u8.ToArray());
                break;
            case RuntimeApiFault.Stall:
                await Task.Delay(Timeout.Infinite, stopping);
                break;
        }

        Close();
        return false;
    }

    /// <summary>Completes when the other side has closed; it sends nothing while it waits for an event.</summary>
    public async Task WaitForCloseAsync(CancellationToken cancellationToken)
    {
        while (await stream.Socket.ReceiveAsync(new byte[1], SocketFlags.Peek, cancellationToken) > 0)
            await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private async Task WriteAsync(byte[] bytes) => await stream.WriteAsync(bytes, stopping);

    private async Task<Dictionary<string, string>> ReadFieldsAsync()
    {
        var fields = new Dictionary<string, string>();
        while (await ReadLineAsync() is { Length: > 0 } field)
        {
            var colon = field.IndexOf(':', StringComparison.Ordinal);
            fields.Add(field[..colon].ToLowerInvariant(), field[(colon + 1)..].Trim());
        }

        return fields;
    }

    private async Task<byte[]> ReadExactlyAsync(int length)
    {
        if (length == 0)
            return [];

        var read = await _input.ReadAtLeastAsync(length, stopping);
        if (read.Buffer.Length < length)
            throw new IOException("The connection was closed within a body.");

        var bytes = read.Buffer.Slice(0, length).ToArray();
        _input.AdvanceTo(read.Buffer.GetPosition(length));
        return bytes;
    }

    private async Task<string?> ReadLineAsync()
    {
        while (true)
        {
            var read = await _input.ReadAsync(stopping);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.ASCII.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                _input.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted)
                return read.Buffer.IsEmpty ? null : throw new IOException("The connection was closed within a line.");

            _input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
