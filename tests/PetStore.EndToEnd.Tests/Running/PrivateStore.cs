using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using PetStore.Client;
using PrivateGateway;
using PrivateGateway.Templates;
using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.Running;

/// <summary>
/// The published function behind the repository's own template: endpoint vpce-0aaa is allow-listed, vpce-0bbb is not. A client that
/// connects through <see cref="Through"/> resolves names, and trusts certificates, as a machine in the VPC would.
/// </summary>
internal sealed class PrivateStore : RunningStore
{
    public const string Allowed = "vpce-0aaa";
    public const string Refused = "vpce-0bbb";

    private readonly PrivateGatewayHost _host;
    private readonly ConcurrentQueue<string> _lines;

    private PrivateStore(PrivateGatewayHost host, ConcurrentQueue<string> lines) => (_host, _lines) = (host, lines);

    /// <summary>With TLS under the API's real name, else under the endpoint's address.</summary>
    public override Uri Url => CertificatePath is null ? _host.StageUrl : new Uri($"https://{ApiName}:{Endpoint().Port}/{Api.Stage.Name}/");

    public override string Output => string.Join('\n', _lines);

    public PrivateApi Api => _host.Apis[0].Api;

    public string ApiName => $"{Api.ApiId}.execute-api.{Api.Region}.amazonaws.com";

    public string? CertificatePath => _host.CertificatePath;

    /// <param name="parameters">Of the template: Key=Value.</param>
    public static Task<PrivateStore> StartAsync(params string[] parameters) => StartAsync(options => options, parameters);

    public static async Task<PrivateStore> StartAsync(Func<GatewayOptions, GatewayOptions> adjust, params string[] parameters)
    {
        var lines = new ConcurrentQueue<string>();
        var overrides = new Dictionary<string, string> { ["AllowedVpcEndpointIds"] = Allowed };
        foreach (var parameter in parameters)
            overrides[parameter[..parameter.IndexOf('=')]] = parameter[(parameter.IndexOf('=') + 1)..];

        var options = adjust(new GatewayOptions
        {
            TemplatePath = Repository.PathTo("serverless.template"),
            ParameterOverrides = overrides,
            Endpoints = [EndpointListener.Free(Allowed), EndpointListener.Free(Refused)],
            FunctionDirectory = await PublishedApp.DirectoryAsync(),
            // A start takes longer on a machine that has other work.
            InitTimeout = TimeSpan.FromMinutes(1),
            Explain = true,
            Report = lines.Enqueue,
        });
        return new PrivateStore(await PrivateGatewayHost.StartAsync(options, TestContext.Current.CancellationToken), lines);
    }

    public Uri Endpoint(string id = Allowed) => _host.Urls[id];

    /// <summary>A client inside the VPC, whose calls go through the allowed endpoint, or to whatever stands before it.</summary>
    public IPetStoreClient Client(Action<PetStoreClientOptions> configure, Uri? through = null)
    {
        var services = new ServiceCollection();
        services.AddPetStoreClient(configure).ConfigurePrimaryHttpMessageHandler(() => Through(through));
        return services.BuildServiceProvider().GetRequiredService<IPetStoreClient>();
    }

    public IPetStoreClient Client() => Client(options => options.BaseUrl = Url);

    /// <summary>DNS and trust of the VPC: every name leads to this listener, and the gateway's certificate is trusted.</summary>
    public SocketsHttpHandler Through(Uri? listener = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, (listener ?? Endpoint()).Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
        if (CertificatePath is { } path)
        {
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(path) },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            };
        }

        return handler;
    }

    public override async ValueTask DisposeAsync() => await _host.DisposeAsync();
}
