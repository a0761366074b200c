using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PrivateGateway;

/// <summary>One listener for each address of a VPC endpoint. The listener, not the caller, decides which endpoint a call came through.</summary>
internal sealed class EndpointListeners : IAsyncDisposable
{
    private static readonly object EndpointKey = new();
    private readonly WebApplication _server;

    private EndpointListeners(WebApplication server) => _server = server;

    /// <summary>With the ports that were free.</summary>
    public IReadOnlyList<EndpointListener> Addresses { get; private set; } = [];

    /// <param name="handle">Takes each request, with the id of the endpoint that it came through.</param>
    /// <exception cref="GatewayStartException">A port is in use, or an address does not belong to this machine.</exception>
    public static async Task<EndpointListeners> StartAsync(
        GatewayOptions options, IReadOnlyList<EndpointListener> endpoints, X509Certificate2? certificate, Func<HttpContext, string, Task> handle)
    {
        var bound = new List<(EndpointListener Listener, ListenOptions Options)>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ResponseHeaderEncodingSelector = _ => System.Text.Encoding.UTF8;
            // Larger than AWS's limits, so that the gateway itself refuses what AWS refuses.
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 128 * 1024;
            kestrel.Limits.MaxRequestBufferSize = 256 * 1024;
            kestrel.Limits.MaxRequestBodySize = null;
            foreach (var listener in endpoints)
            {
                kestrel.Listen(AddressOf(listener.Url), listener.Url.Port, listen =>
                {
                    bound.Add((listener, listen));
                    listen.Protocols = HttpProtocols.Http1;
                    if (IsTls(listener))
                        listen.UseHttps(certificate!, https => https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13);
                    listen.Use(next => connection =>
                    {
                        connection.Items[EndpointKey] = listener.VpcEndpointId;
                        return next(connection);
                    });
                });
            }
        });

        var server = builder.Build();
        var listeners = new EndpointListeners(server);
        server.Run(http => handle(http, (string)http.Features.GetRequiredFeature<IConnectionItemsFeature>().Items[EndpointKey]!));
        try
        {
            await server.StartAsync();
        }
        catch (Exception e)
        {
            await server.DisposeAsync();
            if (e is IOException or SocketException)
                throw new GatewayStartException($"Cannot listen: {e.Message}", e);

            throw;
        }

        listeners.Addresses = [.. bound.Select(entry => entry.Listener with
        {
            Url = new Uri($"{(IsTls(entry.Listener) ? "https" : "http")}://{entry.Listener.Url.Host}:{entry.Options.IPEndPoint!.Port}"),
        })];
        return listeners;

        bool IsTls(EndpointListener listener) => options.Tls || listener.Url.Scheme == Uri.UriSchemeHttps;
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _server.StopAsync(soon.Token);
        await _server.DisposeAsync();
    }

    public static IPAddress AddressOf(Uri url) =>
        url.Host == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? address
        : throw new GatewayStartException($"{url}: the gateway listens at an address of this machine, such as http://127.0.0.1:8081.");
}
