using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PetStore.Deploy.Tests.Doctor;

/// <summary>Answers every connection with the same bytes and closes it: for what the gateway cannot play.</summary>
internal sealed class Stub : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Task _serving;

    private Stub(IPAddress address, int port, byte[] answer)
    {
        _listener = new TcpListener(address, port);
        _listener.Start();
        _serving = ServeAsync(answer);
    }

    public Uri Url => new($"http://{_listener.LocalEndpoint}/");

    /// <param name="response">Status line, header lines, an empty line, body; nothing: the connection is closed at once.</param>
    public static Stub Answering(string response, string address = "127.0.0.1", int port = 0) =>
        new(IPAddress.Parse(address), port, Encoding.ASCII.GetBytes(response.ReplaceLineEndings("\r\n")));

    /// <summary>As API Gateway answers by itself.</summary>
    public static Stub Answering(int status, string errorType, string body) =>
        Answering($"HTTP/1.1 {status} X\nx-amzn-RequestId: 7a5e\nx-amzn-ErrorType: {errorType}\nContent-Length: {body.Length}\nConnection: close\n\n{body}");

    /// <summary>As a web server, proxy or load balancer in between answers.</summary>
    public static Stub InBetween(int status, string server, string body = "<html>") =>
        Answering($"HTTP/1.1 {status} X\nServer: {server}\nContent-Length: {body.Length}\nConnection: close\n\n{body}");

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync(byte[] answer)
    {
        var buffer = new byte[16_384];
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                _ = await stream.ReadAsync(buffer);
                await stream.WriteAsync(answer);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over, or the client disconnected.
        }
    }
}
