using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PrivateGateway.Monitoring.Page;

namespace PrivateGateway.Monitoring;

/// <summary>
/// A listener of its own, which callers of the API do not reach: <c>GET /_gateway</c> is health and counters as JSON, the rest is the page of
/// calls.
/// </summary>
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
    public static async Task<ControlPage> StartAsync(Uri url, PrivateGatewayHost host, CallsPage calls)
    {
        ListenOptions? bound = null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(EndpointListeners.AddressOf(url), url.Port, listen => bound = listen);
        });
        var server = builder.Build();
        server.Run(async http =>
        {
            // Other host names are refused: a web page in a local browser could resolve its own name to this address.
            if (!IsOwn(http.Request.Host.Host, url))
            {
                http.Response.StatusCode = 403;
                return;
            }

            if (http.Request.Path != "/_gateway" || !HttpMethods.IsGet(http.Request.Method))
            {
                if (!await calls.HandleAsync(http))
                    http.Response.StatusCode = 404;

                return;
            }

            var status = new JsonObject
            {
                ["status"] = "healthy",
                ["apiId"] = host.ApiId,
                ["stage"] = host.Apis[0].Api.Stage.Name,
                ["otherApiIds"] = new JsonArray([.. host.ApiIds.Skip(1).Select(id => JsonValue.Create(id))]),
                ["warmProcesses"] = host.WarmProcesses,
                ["counters"] = host.Counters.ToJson(),
            };
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(status.ToJsonString());
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

    // Told to listen elsewhere, it answers to any address, but still to no other name.
    private static bool IsOwn(string host, Uri url) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && (IPAddress.IsLoopback(address) || !url.IsLoopback));

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }
}
