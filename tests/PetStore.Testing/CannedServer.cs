using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PetStore.Testing;

/// <summary>
/// Answers the one request of each connection with the same bytes and closes it: for responses that no HTTP server would send.
/// </summary>
public sealed class CannedServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private readonly string? _response;

    /// <param name="response">Status line, header lines, an empty line, body; null: it never answers.</param>
    public CannedServer(
        string? response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Backend: yes\r\nConnection: close\r\n\r\nok",
        string address = "127.0.0.1",
        int port = 0)
    {
        _response = response;
        _listener = new TcpListener(IPAddress.Parse(address), port);
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Url => new($"http://{_listener.LocalEndpoint}");

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
                await AnswerAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        try
        {
            var request = new StringBuilder();
            var buffer = new byte[8192];
            while (!IsWhole(request.ToString()) && await stream.ReadAsync(buffer, _stop.Token) is > 0 and var read)
                request.Append(Encoding.UTF8.GetString(buffer, 0, read));

            Received = request.ToString();
            if (_response is null)
                await Task.Delay(Timeout.Infinite, _stop.Token);
            else
                await stream.WriteAsync(Encoding.UTF8.GetBytes(_response), _stop.Token);
        }
        catch (IOException)
        {
            // The client has disconnected.
        }
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return request.Length > 0 && !char.IsAsciiLetterUpper(request[0]); // Not HTTP but, for example, a TLS handshake.

        var length = request[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return request.Length - end - 4 >= (length is null ? 0 : int.Parse(length.Split(':')[1]));
    }
}
