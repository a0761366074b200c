using System.Text.Json;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests;

public sealed class DefaultEndpointTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_endpoints_that_policies_name_are_served()
    {
        await using var gateway = await StartAsync(api => api with { ResourcePolicy = Naming("vpce-0bbb", "vpce-0ccc") });

        Assert.Equal(["vpce-0bbb", "vpce-0ccc"], gateway.Host.Urls.Keys);
        Assert.Equal("said", await gateway.Client.GetStringAsync(gateway.Through("vpce-0ccc", "/v1/say/hello"), Cancel));
    }

    [Fact]
    public async Task An_endpoint_of_the_template_has_an_address_in_each_subnet_and_its_own_policy()
    {
        var closed = TestGateway.Policy("""[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]""");
        await using var gateway = await StartAsync(api => api with
        {
            ResourcePolicy = Naming("vpce-0bbb"),
            InterfaceEndpoints = [new InterfaceEndpoint("vpce-0bbb", "Endpoint", null, null, 3), new InterfaceEndpoint("vpce-0ccc", null, closed, null, 1)],
        });

        Assert.Equal(["vpce-0bbb", "vpce-0bbb", "vpce-0bbb", "vpce-0ccc"], gateway.Host.Addresses.Select(address => address.VpcEndpointId));
        Assert.Equal(4, gateway.Host.Addresses.Select(address => address.Url.Port).Distinct().Count());
        foreach (var address in gateway.Host.Addresses.SkipLast(1))
            Assert.Equal("said", await gateway.Client.GetStringAsync(new Uri(address.Url, "/v1/say/hello"), Cancel));

        Assert.Equal(403, (int)(await gateway.Client.GetAsync(gateway.Through("vpce-0ccc", "/v1/say/hello"), Cancel)).StatusCode);
    }

    [Fact]
    public async Task Without_any_endpoint_in_the_template_one_is_served()
    {
        await using var gateway = await StartAsync(api => api with
        {
            ResourcePolicy = TestGateway.Policy("""[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]"""),
        });

        Assert.Equal(["vpce-0aaa"], gateway.Host.Urls.Keys);
    }

    private static PolicyDocument Naming(params string[] endpoints) => TestGateway.Policy(
        """[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:SourceVpce":ENDPOINTS}}}]"""
            .Replace("ENDPOINTS", JsonSerializer.Serialize(endpoints), StringComparison.Ordinal));

    private static Task<TestGateway> StartAsync(Func<PrivateApi, PrivateApi> api) =>
        TestGateway.StartAsync(api, options => options with { Endpoints = [], FirstPort = 0 });
}
