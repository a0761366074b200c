using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PetStore.Api.Storage;
using PetStore.Api.Tests.Contract;

namespace PetStore.Api.Tests.BadInput;

/// <summary>A client that disconnects is not an error of the app: 499 in the access log, and nothing above it.</summary>
public sealed class DisconnectTests : IDisposable
{
    private readonly RecordedLog _log = new();

    [Theory]
    [InlineData("POST /pets", "Content-Length: 100", "{")]
    [InlineData("PUT /pets/1", "Content-Length: 100", "{")]
    [InlineData("POST /pets", "Transfer-Encoding: chunked", "5\r\n{")]
    [InlineData("POST /pets", "Transfer-Encoding: chunked", "1\r\n{\r\n")]
    public async Task A_reset_in_the_middle_of_the_body_is_499(string line, string length, string body)
    {
        await using var app = new PetStoreApp(services => services.AddSingleton<ILoggerProvider>(_log));
        using var socket = await SendAsync(app, $"{line} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n{length}\r\n\r\n{body}");

        // The app is reading the body: it has asked for it.
        await socket.ReceiveAsync(new byte[100]);
        Reset(socket);

        await _log.WaitForAsync("answered 499");
        AssertQuiet();
    }

    [Fact]
    public async Task A_reset_while_the_store_works_is_499()
    {
        var working = new TaskCompletionSource();
        await using var app = new PetStoreApp(services => services
            .AddSingleton<ILoggerProvider>(_log)
            .AddSingleton<IPetStore>(new FaultyStore(cancellationToken =>
            {
                working.SetResult();
                return Task.Delay(Timeout.Infinite, cancellationToken);
            })));
        using var socket = await SendAsync(app, "GET /pets HTTP/1.1\r\nHost: x\r\n\r\n");

        await working.Task;
        Reset(socket);

        await _log.WaitForAsync("answered 499");
        AssertQuiet();
    }

    [Fact]
    public async Task A_reset_in_the_middle_of_the_response_is_not_an_error()
    {
        await using var app = new PetStoreApp(services => services.AddSingleton<ILoggerProvider>(_log));
        using var socket = await SendAsync(app, string.Concat(Enumerable.Repeat("GET /swagger/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n", 8)));

        await socket.ReceiveAsync(new byte[100]);
        Reset(socket);

        await _log.WaitForAsync("GET /swagger/swagger-ui-bundle.js answered");
        AssertQuiet();
    }

    public void Dispose() => _log.Dispose();

    private static async Task<Socket> SendAsync(PetStoreApp app, string request)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(app.Address.Host, app.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        return socket;
    }

    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    private void AssertQuiet() =>
        Assert.All(_log.Entries, entry => Assert.True(
            entry.Level <= LogLevel.Debug || (entry.Level == LogLevel.Information && !entry.Message.Contains("answered 5", StringComparison.Ordinal)),
            $"{entry.Level}: {entry.Message}"));
}
