using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.BadInput;

public sealed class SlowClientTests
{
    [Fact]
    public async Task A_body_that_comes_too_slowly_is_408()
    {
        await using var app = new PetStoreApp(services => services.Configure<KestrelServerOptions>(
            kestrel => kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(1.1))));

        var answer = await Wire.SendAsync(
            app.Address, "POST", "/pets", ["Content-Type: application/json", "Content-Length: 100"], "{"u8.ToArray());

        answer.Problem(408);
        ApiDescription.AssertDescribes(HttpMethod.Post, "/pets", answer);
    }

    [Fact]
    public async Task A_client_that_does_not_read_its_response_is_disconnected()
    {
        await using var app = new PetStoreApp(services => services.PostConfigure<KestrelServerOptions>(
            kestrel => kestrel.Limits.MinResponseDataRate = new(bytesPerSecond: 1_000_000, gracePeriod: TimeSpan.FromSeconds(1.1))));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(app.Address.Host, app.Address.Port, TestContext.Current.CancellationToken);
        var requests = string.Concat(Enumerable.Repeat("GET /swagger/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n", 20));
        await socket.SendAsync(Encoding.ASCII.GetBytes(requests), TestContext.Current.CancellationToken);

        // Reads nothing, and sends until the server has closed the connection.
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (true)
            {
                await socket.SendAsync("\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        });
    }

    [Fact]
    public void Clients_must_read_at_least_16_KiB_a_second()
    {
        using var app = new PetStoreApp();

        Assert.Equal(16 * 1024, app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MinResponseDataRate?.BytesPerSecond);
    }
}
