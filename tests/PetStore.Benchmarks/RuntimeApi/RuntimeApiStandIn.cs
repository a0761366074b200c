using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PetStore.Benchmarks.Measurement;
using PetStore.Benchmarks.Wire;

namespace PetStore.Benchmarks.RuntimeApi;

/// <summary>
/// Lambda's Runtime API for one function process, driven step by step by whoever measures: the function asks for an event, gets
/// one, posts its answer. Blocking sockets on the caller's thread, in another process than the function's: nothing of its cost is
/// counted as the function's.
/// </summary>
internal sealed class RuntimeApiStandIn : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<HttpConnection> _connections = [];
    private readonly byte[] _event;
    private readonly TimeSpan _timeout;
    private HttpConnection? _asking;
    private int _invocation;

    /// <param name="invocationEvent">The event, as JSON.</param>
    /// <param name="timeout">How long the function may take for each step.</param>
    public RuntimeApiStandIn(byte[] invocationEvent, TimeSpan timeout)
    {
        _event = invocationEvent;
        _timeout = timeout;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    public string Address => _listener.LocalEndPoint!.ToString()!;

    /// <summary>Waits until the function asks for its next event.</summary>
    public void AwaitNext(MeasuredProcess function)
    {
        var request = Receive(function, "has not asked for an event");
        if (!request.Asks("GET", "/runtime/invocation/next"))
            throw function.Failure($"sent {request.StartLine} instead of asking for an event");
    }

    /// <summary>Sends the event; what the function has asked for.</summary>
    public void SendEvent()
    {
        var deadline = DateTimeOffset.UtcNow.AddSeconds(29).ToUnixTimeMilliseconds();
        var id = ++_invocation;
        _asking!.Send(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
            HTTP/1.1 200 OK
            Content-Type: application/json
            Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-{id:x12}
            Lambda-Runtime-Deadline-Ms: {deadline}
            Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:123456789012:function:benchmark
            Lambda-Runtime-Trace-Id: Root=1-5bef4de7-{id:x24};Parent=9a9197af755a6419;Sampled=0
            Content-Length: {_event.Length}


            """).ReplaceLineEndings("\r\n")), _event);
    }

    /// <summary>Waits for the function's answer: a proxy response.</summary>
    /// <returns>Valid until it is acknowledged.</returns>
    public ReadOnlyMemory<byte> AwaitAnswer(MeasuredProcess function)
    {
        var request = Receive(function, "has not answered");
        return request.Asks("POST", "/response")
            ? request.Body
            : throw function.Failure($"sent {request.StartLine} instead of an answer: {Encoding.UTF8.GetString(request.Body.Span)}");
    }

    public void Acknowledge() => _asking!.Send(
        "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n"u8, "{\"status\":\"OK\"}\n"u8);

    public void Dispose()
    {
        _connections.ForEach(connection => connection.Dispose());
        _listener.Dispose();
    }

    private HttpMessage Receive(MeasuredProcess function, string omission)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < _timeout)
        {
            try
            {
                if (ReceiveWithin(TimeSpan.FromMilliseconds(100)) is { } request)
                    return request;
            }
            catch (SocketException)
            {
                // The function ended with an answer half sent.
            }

            if (function.HasExited)
                throw function.Failure(omission);
        }

        throw function.Failure($"{omission} for {_timeout.TotalSeconds} s");
    }

    /// <summary>A function may use one connection, or a new one at any time.</summary>
    private HttpMessage? ReceiveWithin(TimeSpan time)
    {
        List<Socket> ready = [_listener, .. _connections.Select(connection => connection.Socket)];
        Socket.Select(ready, null, null, time);
        foreach (var socket in ready)
        {
            if (socket == _listener)
            {
                _connections.Add(new HttpConnection(socket.Accept()));
                _connections[^1].Socket.NoDelay = true;
                continue;
            }

            _asking = _connections.Find(connection => connection.Socket == socket)!;
            if (_asking.Read() is { } request)
                return request;

            _connections.Remove(_asking);
            _asking.Dispose();
        }

        return null;
    }
}
