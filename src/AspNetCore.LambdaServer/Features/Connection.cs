using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace AspNetCore.LambdaServer.Features;

/// <summary>
/// Who called. X-Forwarded-For and -Port are what the client says; the address that API Gateway saw is in the event. It is
/// parsed when somebody asks.
/// </summary>
internal sealed class Connection(string id, string? sourceIp) : IHttpConnectionFeature
{
    private string? _unparsed = sourceIp;

    public string ConnectionId { get; set; } = id;

    public IPAddress? RemoteIpAddress
    {
        get
        {
            if (_unparsed is not null)
                RemoteIpAddress = IPAddress.TryParse(_unparsed, out var address) ? address : null;

            return field;
        }
        set
        {
            field = value;
            _unparsed = null;
        }
    }

    public int RemotePort { get; set; }

    public IPAddress? LocalIpAddress { get; set; }

    public int LocalPort { get; set; }
}
