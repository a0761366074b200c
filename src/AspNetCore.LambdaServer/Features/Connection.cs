using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace AspNetCore.LambdaServer.Features;

/// <summary>
/// The caller. Clients can send any X-Forwarded-For and -Port; the event has the address that API Gateway saw. It is parsed on
/// first use.
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
