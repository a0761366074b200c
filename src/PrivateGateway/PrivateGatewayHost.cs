using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using PrivateGateway.Calls;
using PrivateGateway.Checks;
using PrivateGateway.Lambda;
using PrivateGateway.Templates;
using PrivateGateway.Monitoring;
using PrivateGateway.Monitoring.Page;

namespace PrivateGateway;

/// <summary>
/// A running gateway. Disposing it ends every process that it started, idle, busy or starting. A failed start leaves
/// nothing behind.
/// </summary>
public sealed class PrivateGatewayHost : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _owned = new();
    private readonly CallHistory _history;
    private Deployments? _deployments;
    private X509Certificate2? _certificate;

    private PrivateGatewayHost(GatewayOptions options) => (SourceIp, _history) = (options.SourceIp, new CallHistory(options.LastCalls));

    /// <summary>All APIs behind the endpoints; at least one.</summary>
    internal IReadOnlyList<ServedApi> Apis => _deployments!.Current.Apis;

    private ServedApi First => Apis[0];

    internal IPAddress? SourceIp { get; }

    /// <summary>Ten lower-case letters and digits. Stable for one template and stack name.</summary>
    public string ApiId => First.Api.ApiId;

    /// <summary><see cref="ApiId"/>, and the ids of <see cref="GatewayOptions.OtherApis"/> in their order.</summary>
    public IReadOnlyList<string> ApiIds => [.. Apis.Select(served => served.Api.ApiId)];

    /// <summary>Where each endpoint listens, by its id: scheme, address and port of its first address.</summary>
    public IReadOnlyDictionary<string, Uri> Urls { get; private set; } = new Dictionary<string, Uri>();

    /// <summary>Every address of every endpoint.</summary>
    internal IReadOnlyList<EndpointListener> Addresses { get; private set; } = [];

    /// <summary>The stage's root through the first endpoint, with a slash at the end.</summary>
    public Uri StageUrl => new(Urls.Values.First(), $"/{First.Api.Stage.Name}/");

    /// <summary>The API's own name: <c>api-id.execute-api.region.amazonaws.com</c>.</summary>
    public string DefaultHost => First.Addressing.DefaultHost;

    /// <summary>Where <c>GET</c> answers health and counters as JSON; the page of calls is at the root. Null without <see cref="GatewayOptions.Control"/>.</summary>
    public Uri? ControlUrl { get; private set; }

    /// <summary>With TLS: the certificate that clients have to trust, as a PEM file.</summary>
    public string? CertificatePath { get; private set; }

    /// <summary>The calls since the start.</summary>
    public Counters Counters { get; } = new();

    /// <summary>The last calls, the newest at the end; <see cref="GatewayOptions.LastCalls"/> is how many. A call is here before its client has the response.</summary>
    public IReadOnlyList<GatewayCall> LastCalls => _history.All();

    /// <summary>How many function processes wait for an invocation or work on one.</summary>
    public int WarmProcesses => Apis.Sum(served => served.Functions.WarmEnvironments);

    /// <summary>Starts a gateway for the API of a template, or for those of several.</summary>
    /// <exception cref="TemplateException">A template cannot be deployed, or uses something that the gateway does not support.</exception>
    /// <exception cref="GatewayStartException">The function does not build, or a port is in use.</exception>
    public static Task<PrivateGatewayHost> StartAsync(GatewayOptions options, CancellationToken cancellationToken = default) =>
        StartAsync(options, LoadedApi.LoadAll(options), cancellationToken);

    /// <summary>With an API that no template describes.</summary>
    internal static Task<PrivateGatewayHost> StartAsync(GatewayOptions options, PrivateApi api, CancellationToken cancellationToken = default) =>
        StartAsync(options, [new LoadedApi(api, options)], cancellationToken);

    private static async Task<PrivateGatewayHost> StartAsync(GatewayOptions options, IReadOnlyList<LoadedApi> apis, CancellationToken cancellationToken)
    {
        var host = new PrivateGatewayHost(options);
        try
        {
            await host.StartPartsAsync(options, apis, cancellationToken);
            return host;
        }
        // The operating system refused: no temporary directory, no free descriptors, program not found.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException or Win32Exception)
        {
            await host.DisposeAsync();
            throw new GatewayStartException($"Cannot start: {e.Message}", e);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client whose calls come through this endpoint. Its base address is the first stage's root: ask for <c>orders</c>, not <c>/orders</c>.</summary>
    /// <param name="vpcEndpointId">One of <see cref="GatewayOptions.Endpoints"/>.</param>
    /// <param name="apiId">One of <see cref="ApiIds"/>; null: the first.</param>
    public HttpClient CreateClient(string vpcEndpointId, string? apiId = null)
    {
        var served = apiId is null ? First : Apis.First(one => one.Api.ApiId == apiId);
        var client = CreateClient(new Uri(Urls[vpcEndpointId], $"/{served.Api.Stage.Name}/"));
        if (Apis.Count > 1)
            client.DefaultRequestHeaders.Add(Addressing.IdHeader, served.Api.ApiId);

        return client;
    }

    /// <summary>A client that adds nothing to its requests.</summary>
    internal HttpClient CreateClient(Uri baseAddress) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, served, _, _) => served is not null && _certificate?.Equals(served) == true },
    })
    {
        BaseAddress = baseAddress,
    };

    /// <summary>Stops listening and ends the function processes.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_owned.TryPop(out var part))
            await part.DisposeAsync();
    }

    private async Task StartPartsAsync(GatewayOptions options, IReadOnlyList<LoadedApi> apis, CancellationToken cancellationToken)
    {
        var temporary = Own(new TemporaryDirectory(Path.GetTempPath()));
        var watchdog = Own(new Watchdog(temporary.Path));
        _deployments = Own(new Deployments(options, temporary, watchdog, Counters, _history));
        await _deployments.StartAsync(apis, cancellationToken);
        var addresses = options.Endpoints.Count > 0 ? options.Endpoints : DefaultEndpoints.Of([.. Apis.Select(served => served.Check)], options.FirstPort);
        await ListenAsync(options, addresses, temporary.Path);
        _deployments.Current.StartWarnings();
        if (options.Control is { } control)
            ControlUrl = Own(await ControlPage.StartAsync(control, this, new CallsPage(this, _history))).Url;
        if (options.Watch)
            Own(new SourceWatch(_deployments, options.Report));
    }

    private async Task ListenAsync(GatewayOptions options, IReadOnlyList<EndpointListener> addresses, string directory)
    {
        _certificate = options.NeedsCertificate ? SelfSignedCertificate.For(Apis.SelectMany(served => served.Addressing.Names).Distinct()) : null;
        if (_certificate is not null)
        {
            CertificatePath = Path.Combine(directory, "gateway.pem");
            await File.WriteAllTextAsync(CertificatePath, _certificate.ExportCertificatePem() + "\n");
        }

        Addresses = Own(await EndpointListeners.StartAsync(options, addresses, _certificate, _deployments!.HandleAsync)).Addresses;
        Urls = Addresses.DistinctBy(address => address.VpcEndpointId).ToDictionary(address => address.VpcEndpointId, address => address.Url);
    }

    private T Own<T>(T part)
        where T : IAsyncDisposable
    {
        _owned.Push(part);
        return part;
    }
}
