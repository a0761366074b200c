using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PrivateGateway.Lambda;

/// <summary>The Runtime API port of one execution environment, shared by all processes that run in it in turn.</summary>
internal sealed class RuntimePort(string label)
{
    private static readonly object PortKey = new();
    private static readonly object SessionKey = new();
    private ListenOptions? _listener;

    /// <summary>The environment's name in the log.</summary>
    public string Label => label;

    /// <summary>The value of <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string Address => $"127.0.0.1:{_listener?.IPEndPoint?.Port}";

    /// <summary>The process that new connections belong to.</summary>
    public RuntimeSession? Session { get; set; }

    public void Accept(ListenOptions listener)
    {
        _listener = listener;
        listener.Protocols = HttpProtocols.Http1;
        listener.Use(next => async connection =>
        {
            var session = Session;
            connection.Items[PortKey] = this;
            connection.Items[SessionKey] = session;
            session?.Connected();
            try
            {
                await next(connection);
            }
            finally
            {
                session?.Disconnected();
            }
        });
    }

    public static RuntimePort Of(HttpContext http, out RuntimeSession? session)
    {
        var items = http.Features.GetRequiredFeature<IConnectionItemsFeature>().Items;
        session = (RuntimeSession?)items[SessionKey];
        return (RuntimePort)items[PortKey]!;
    }
}
