using System.Net.Sockets;

namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>
/// One keep-alive HTTP/1.1 connection to the Runtime API. It blocks on purpose: an execution environment serves one invocation
/// at a time, and a blocking socket needs neither an event thread nor a state machine at start-up.
/// </summary>
/// <param name="address">Host and port, as <c>AWS_LAMBDA_RUNTIME_API</c> has them.</param>
internal sealed class RuntimeApiConnection(string address) : IDisposable
{
    private readonly ReplyReader _reader = new();
    private Socket? _socket;
    private volatile bool _disposed;

    /// <summary>Sends a request and receives the whole reply, which holds until the next exchange.</summary>
    /// <exception cref="RuntimeApiException">It failed on two connections.</exception>
    /// <exception cref="ObjectDisposedException">Disposed before or meanwhile.</exception>
    public Reply Exchange(ReadOnlySpan<byte> request)
    {
        // An idle connection may be closed at any time, and only its next use shows that: hence a second attempt, on a new one.
        return TryExchange(request, out _) ?? TryExchange(request, out var fault)
            ?? throw new RuntimeApiException($"The Lambda Runtime API at {address} cannot be used: {fault!.Message}", fault);
    }

    public void Dispose()
    {
        _disposed = true;
        Disconnect();
    }

    private Reply? TryExchange(ReadOnlySpan<byte> request, out Exception? fault)
    {
        try
        {
            fault = null;
            var socket = _socket ??= Connect();
            ObjectDisposedException.ThrowIf(_disposed, this); // Meanwhile: it has seen no socket to close.
            for (var rest = request; rest.Length > 0;)
                rest = rest[socket.Send(rest)..];

            var reply = _reader.Read(socket);
            if (!reply.KeepsAlive)
                Disconnect();

            return reply;
        }
        catch (Exception broken) when (broken is SocketException or IOException or ObjectDisposedException)
        {
            Disconnect();
            ObjectDisposedException.ThrowIf(_disposed, this);
            fault = broken;
            return null;
        }
    }

    private Socket Connect()
    {
        var (host, port) = Split();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(host, port);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private (string Host, int Port) Split()
    {
        var colon = address.LastIndexOf(':');
        if (colon < 0)
            return (address, 80);

        return int.TryParse(address.AsSpan(colon + 1), out var port) && port is > 0 and < 65536
            ? (address[..colon], port)
            : throw new RuntimeApiException($"AWS_LAMBDA_RUNTIME_API is not host:port: {address}");
    }

    private void Disconnect() => Interlocked.Exchange(ref _socket, null)?.Dispose();
}
