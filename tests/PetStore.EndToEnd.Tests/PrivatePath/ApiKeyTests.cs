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
    public async Task A_preflight_gets_its_answer_without_a_key_and_without_an_invocation()
    {
        await using var store = await StartAsync();
        using var client = new HttpClient(store.Through(store.Endpoint(PrivateStore.Refused)));
        foreach (var path in new[] { "", "pets", "pets/1" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(store.Url, path))
            {
                Headers = { { "Origin", "https://shop.example" }, { "Access-Control-Request-Method", "PUT" }, { "Access-Control-Request-Headers", "x-api-key" } },
            };
            using var response = await client.SendAsync(request, Stop);

            Assert.Equal(204, (int)response.StatusCode);
            Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Contains("PUT", response.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
            Assert.Equal(
                "Content-Type,X-Amz-Date,Authorization,X-Api-Key,x-apigw-api-id,Idempotency-Key,If-Match,If-None-Match",
                response.Headers.GetValues("Access-Control-Allow-Headers").Single());
            Assert.False(response.Headers.Contains("X-Request-Id"), "The app answered.");
        }
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
