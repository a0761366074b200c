using PetStore.Client;
using PetStore.EndToEnd.Tests.Running;

namespace PetStore.EndToEnd.Tests.PrivatePath;

public sealed class ApiKeyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_the_policy_is_open_the_key_says_who_gets_in()
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
    public async Task A_usage_plan_that_is_exceeded_slows_a_client_down_but_fails_no_call()
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
