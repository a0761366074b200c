using PetStore.Client;
using PetStore.EndToEnd.Tests.Running;

namespace PetStore.EndToEnd.Tests.PrivatePath;

public sealed class ApiKeyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_an_open_policy_the_API_key_determines_who_is_let_in()
    {
        await using var store = await StartAsync();
        var key = store.Api.UsagePlans.Single().Keys.Single().Value;
        foreach (var endpoint in new[] { PrivateStore.Allowed, PrivateStore.Refused })
        {
            var client = store.Client(options => (options.BaseUrl, options.ApiKey) = (store.Url, key), store.Endpoint(endpoint));
            Assert.Equal(3, (await client.ListPetsAsync(cancellationToken: Stop)).Result.Count);
        }

        await store.Client().ListPetsAsync(cancellationToken: Stop).Refusal(403, "ForbiddenException");
        await store.Client(options => (options.BaseUrl, options.ApiKey) = (store.Url, "not-" + key))
            .ListPetsAsync(cancellationToken: Stop).Refusal(403, "ForbiddenException");
    }

    [Fact]
    public async Task An_exceeded_usage_plan_slows_a_client_down_but_does_not_fail_a_call()
    {
        await using var store = await StartAsync("ApiKeyRateLimit=5", "ApiKeyBurstLimit=2");
        var key = store.Api.UsagePlans.Single().Keys.Single().Value;
        var client = store.Client(options => (options.BaseUrl, options.ApiKey, options.MaxRetries) = (store.Url, key, 10));
        for (var call = 0; call < 8; call++)
            Assert.Equal(3, (await client.ListPetsAsync(cancellationToken: Stop)).Result.Count);
    }

    private static Task<PrivateStore> StartAsync(params string[] parameters) =>
        PrivateStore.StartAsync(["AccessMode=AnyVpcEndpointWithApiKey", "AllowedVpcEndpointIds=", .. parameters]);
}
