using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PrivateGateway.Tests;

/// <summary>An HTTP server that answers each connection's one request with the given bytes, and keeps what it was sent.</summary>
internal sealed class TestBackend : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private readonly string? _answer;

    /// <param name="answer">As it goes over the wire; null: never answers.</param>
    public TestBackend(string? answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Backend: yes\r\nConnection: close\r\n\r\nok")
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The head and body of the last request.</summary>
    public string Received { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var stream = client.GetStream();
                var text = new StringBuilder();
                var buffer = new byte[8192];
                while (!IsWhole(text.ToString()) && await stream.ReadAsync(buffer, _stop.Token) is > 0 and var read)
                    text.Append(Encoding.UTF8.GetString(buffer, 0, read));

                Received = text.ToString();
                if (_answer is null)
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                else
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(_answer), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // The test is over, or the gateway closed the connection.
        }
    }

    private static bool IsWhole(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;

        var length = text[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return text.Length - end - 4 >= (length is null ? 0 : int.Parse(length.Split(':')[1]));
    }
}
