using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PetStore.Testing;

namespace PrivateGateway.Tests;

public sealed class TlsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("abcdefghij.execute-api.eu-west-1.amazonaws.com", 200)]
    [InlineData("abcdefghij-vpce-0aaa.execute-api.eu-west-1.amazonaws.com", 200)]
    [InlineData("vpce-0aaa-x1y2.execute-api.eu-west-1.vpce.amazonaws.com", 403)]
    [InlineData("zzzzzzzzzz.execute-api.eu-west-1.amazonaws.com", 403)]
    [InlineData("localhost", 200)]
    public async Task The_certificate_is_valid_for_the_APIs_names(string name, int status)
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with { Tls = true });
        using var client = Resolving(gateway);

        using var response = await client.GetAsync(new Uri($"https://{name}/v1/pets"), Cancel);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(new Version(1, 1), response.Version);
    }

    [Fact]
    public async Task An_HTTPS_endpoint_does_not_change_the_other_endpoints()
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with
        {
            Endpoints = [new EndpointListener("vpce-0aaa", new Uri("https://127.0.0.1:0")), EndpointListener.Free("vpce-0bbb")],
        });

        Assert.Equal(["https", "http"], gateway.Host.Urls.Values.Select(url => url.Scheme));
        Assert.Equal(403, (await RawHttp.SendAsync(gateway.Host.Urls["vpce-0bbb"], ["GET /v1/pets HTTP/1.1", "Host: localhost"])).Status);
    }

    [Fact]
    public async Task The_client_of_an_HTTPS_endpoint_trusts_the_gateways_certificate_and_no_other()
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with { Tls = true });
        await using var other = await TestGateway.StartAsync(options: options => options with { Tls = true });
        using var client = gateway.Host.CreateClient("vpce-0aaa");

        Assert.Equal("said", await client.GetStringAsync("say/hello", Cancel));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(other.Through("vpce-0aaa", "/v1/say/hello"), Cancel));
    }

    [Fact]
    public async Task The_certificate_file_ends_with_a_newline()
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with { Tls = true });

        Assert.EndsWith("-----END CERTIFICATE-----\n", await File.ReadAllTextAsync(gateway.Host.CertificatePath!, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_other_name_is_trusted()
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with { Tls = true });
        using var client = Resolving(gateway);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("https://pets.example.com/v1/pets"), Cancel));

        Assert.IsType<AuthenticationException>(failure.InnerException);
    }

    // Like curl --cacert --resolve: every name resolves to the gateway, and only its certificate is trusted.
    private static HttpClient Resolving(TestGateway gateway) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync("127.0.0.1", gateway.Host.Urls["vpce-0aaa"].Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(gateway.Host.CertificatePath!) },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    });
}
