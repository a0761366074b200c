using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PrivateGateway.Monitoring;

/// <summary><c>GET /_gateway</c>: health and counters as JSON, on a listener of its own that callers of the API do not reach.</summary>
internal sealed class ControlPage : IAsyncDisposable
{
    private readonly WebApplication _server;

    private ControlPage(WebApplication server, Uri url)
    {
        _server = server;
        Url = url;
    }

    public Uri Url { get; }

    /// <exception cref="GatewayStartException">The port is in use.</exception>
    public static async Task<ControlPage> StartAsync(Uri url, PrivateGatewayHost host)
    {
        ListenOptions? bound = null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(EndpointListeners.AddressOf(url), url.Port, listen => bound = listen));
        var server = builder.Build();
        server.Run(http =>
        {
            // Other host names are refused: a web page in a local browser could resolve its own name to this address.
            if (!IsLoopback(http.Request.Host.Host))
            {
                http.Response.StatusCode = 403;
                return Task.CompletedTask;
            }

            if (http.Request.Path != "/_gateway" || !HttpMethods.IsGet(http.Request.Method))
            {
                http.Response.StatusCode = 404;
                return Task.CompletedTask;
            }

            var status = new JsonObject
            {
                ["status"] = "healthy",
                ["apiId"] = host.ApiId,
                ["stage"] = host.Api.Stage.Name,
                ["warmProcesses"] = host.WarmProcesses,
                ["counters"] = host.Counters.ToJson(),
            };
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(status.ToJsonString());
        });
        try
        {
            await server.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await server.DisposeAsync();
            throw new GatewayStartException($"Cannot listen: {e.Message}", e);
        }

        return new ControlPage(server, new Uri($"http://{url.Host}:{bound!.IPEndPoint!.Port}/_gateway"));
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }
}
