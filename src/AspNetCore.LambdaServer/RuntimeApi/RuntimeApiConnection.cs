using System.Net.Sockets;

namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>
/// One keep-alive HTTP/1.1 connection to the Runtime API. It blocks on purpose: each connection serves one invocation at a time, and a
/// blocking socket needs neither an event thread nor a state machine at start-up. A send that blocks is a stream's backpressure.
/// </summary>
internal sealed class RuntimeApiConnection(RuntimeApiAddress address) : IDisposable
{
    private readonly ReplyReader _reader = new();
    private Socket? _socket;
    private volatile bool _disposed;

    /// <summary>Whether the other side has replied or closed. In the middle of a request this means that it refuses the rest.</summary>
    public bool IsAnswered => _socket is not { } socket || IsReadable(socket);

    /// <summary>Sends a request and receives the whole reply, which is valid until the next exchange.</summary>
    /// <exception cref="RuntimeApiException">It failed on two connections.</exception>
    /// <exception cref="ObjectDisposedException">Disposed before or meanwhile.</exception>
    public Reply Exchange(ReadOnlySpan<byte> request)
    {
        // The server may close an idle connection at any time, which only the next use shows. So there is a second attempt, on a new connection.
        return TryExchange(request, out _) ?? TryExchange(request, out var fault) ?? throw Unusable(fault!);
    }

    /// <summary>Sends the beginning of a request. Only this part of it is repeated if the idle connection turns out to be closed.</summary>
    /// <exception cref="RuntimeApiException">It failed on two connections.</exception>
    public void Begin(ReadOnlySpan<byte> start)
    {
        if (_socket is { } idle && IsReadable(idle))
            Disconnect();
        if (TrySend(start, out _))
            return;
        if (!TrySend(start, out var fault))
            throw Unusable(fault!);
    }

    /// <summary>Sends more of the request.</summary>
    /// <returns>False: the other side has closed, or has replied already and wants no more.</returns>
    public bool TrySend(ReadOnlySpan<byte> part) => !IsAnswered && TrySend(part, out _);

    /// <summary>Sends the end of the request, unless the other side has replied already, and receives the reply.</summary>
    /// <returns>Null: there is none, and the connection is closed.</returns>
    public Reply? Finish(ReadOnlySpan<byte> end)
    {
        var isWhole = TrySend(end);
        if (_socket is not { } socket)
            return null;

        try
        {
            var reply = _reader.Read(socket);
            if (!isWhole || !reply.KeepsAlive)
                Disconnect();

            return reply;
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            Disconnect();
            return null;
        }
    }

    /// <summary>Closes the connection, also while another thread uses it; the next exchange makes a new one.</summary>
    public void Disconnect() => Interlocked.Exchange(ref _socket, null)?.Dispose();

    public void Dispose()
    {
        _disposed = true;
        Disconnect();
    }

    private static bool IsReadable(Socket socket)
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            return true;
        }
    }

    private Reply? TryExchange(ReadOnlySpan<byte> request, out Exception? fault)
    {
        try
        {
            fault = null;
            var socket = Send(request);
            var reply = _reader.Read(socket);
            if (!reply.KeepsAlive)
                Disconnect();

            return reply;
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            Disconnect();
            ObjectDisposedException.ThrowIf(_disposed, this);
            fault = broken;
            return null;
        }
    }

    private bool TrySend(ReadOnlySpan<byte> bytes, out Exception? fault)
    {
        try
        {
            fault = null;
            Send(bytes);
            return true;
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            Disconnect();
            fault = broken;
            return false;
        }
    }

    private Socket Send(ReadOnlySpan<byte> bytes)
    {
        var socket = _socket ??= Connect();
        ObjectDisposedException.ThrowIf(_disposed, this); // Meanwhile: Dispose found no socket to close.
        while (bytes.Length > 0)
            bytes = bytes[socket.Send(bytes)..];

        return socket;
    }

    private Socket Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(address.Host, address.Port);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private RuntimeApiException Unusable(Exception fault) =>
        new($"The Lambda Runtime API at {address.Authority}{address.BasePath} cannot be used: {fault.Message}", fault);

    private static bool IsBroken(Exception fault) => fault is SocketException or IOException or ObjectDisposedException;
}
