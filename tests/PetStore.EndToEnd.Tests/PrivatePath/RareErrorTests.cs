using System.Net.Http.Headers;
using PetStore.Client;
using PetStore.EndToEnd.Tests.Running;
using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.PrivatePath;

/// <summary>What a client does not bring about by itself: it comes through the private path as a typed exception too.</summary>
public sealed class RareErrorTests
{
    private static readonly NewPet Dog = new() { Type = PetType.Dog, Price = 1 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_that_is_too_long_or_has_the_wrong_media_type_is_a_typed_exception()
    {
        await using var store = await PrivateStore.StartAsync();
        var tooLong = Altering(store, async content => new StringContent(
            (await content.ReadAsStringAsync(Stop)).PadRight(64 * 1024 + 1), new MediaTypeHeaderValue("application/json")));
        var unnamed = Altering(store, async content => new StringContent(await content.ReadAsStringAsync(Stop)));

        await tooLong.CreatePetAsync(Dog, cancellationToken: Stop).Problem(413);
        await tooLong.ReplacePetAsync(1, Dog, cancellationToken: Stop).Problem(413);
        await unnamed.CreatePetAsync(Dog, cancellationToken: Stop).Problem(415);
        await unnamed.ReplacePetAsync(1, Dog, cancellationToken: Stop).Problem(415);
    }

    [Fact]
    public async Task A_table_that_fails_is_a_typed_exception()
    {
        await using var table = await FaultyTable.StartAsync(DynamoDbFaults.ServerError);
        await using var store = await table.StoreAsync();

        var failure = await store.Client(Once(store)).GetPetAsync(1, cancellationToken: Stop).Problem(503);
        Assert.Single(failure.Headers["Retry-After"]);
    }

    [Fact]
    public async Task A_table_so_slow_that_the_function_times_out_is_a_typed_exception()
    {
        await using var table = await FaultyTable.StartAsync(new Fault.Delay(TimeSpan.FromMinutes(1)));
        await using var store = await table.StoreAsync("FunctionTimeout=4");

        await store.Client(Once(store)).GetPetAsync(1, cancellationToken: Stop).Problem(504);
        Assert.Equal(3, (await store.Client().ListPetsAsync(cancellationToken: Stop)).Result.Count);
    }

    [Fact]
    public async Task A_table_item_that_is_not_a_pet_is_a_typed_exception()
    {
        await using var table = await FaultyTable.StartAsync(new Fault.Answer(
            200, "application/x-amz-json-1.0", """{"Item":{"pk":{"S":"pet"},"sk":{"N":"1"},"t":{"S":"secret"},"c":{"N":"1"},"v":{"N":"1"}}}"""));
        await using var store = await table.StoreAsync();

        var failure = await store.Client(Once(store)).GetPetAsync(1, cancellationToken: Stop).Problem(500);
        Assert.DoesNotContain("secret", failure.Response, StringComparison.Ordinal);
        Assert.Contains(failure.Problem.RequestId, store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_does_not_start_is_a_typed_exception()
    {
        await using var store = await PrivateStore.StartAsync(
            options => options with { Environment = new Dictionary<string, string> { ["Storage__Provider"] = "Paper" } });

        await store.Client(Once(store)).ListPetsAsync(cancellationToken: Stop).Refusal(502, "InternalServerErrorException");
    }

    private static Action<PetStoreClientOptions> Once(PrivateStore store) =>
        options => (options.BaseUrl, options.MaxRetries) = (store.Url, 0);

    private static PetStoreClient Altering(PrivateStore store, Func<HttpContent, Task<HttpContent>> alter) =>
        new(new HttpClient(new AlteringHandler(store.Through(), alter)) { BaseAddress = store.Url });

    private sealed class AlteringHandler(HttpMessageHandler inner, Func<HttpContent, Task<HttpContent>> alter) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Content = await alter(request.Content!);
            return await base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>DynamoDB behind a proxy that meets every GetItem with one fault.</summary>
    private sealed class FaultyTable(Dynalite dynalite, FaultProxy proxy, Fault fault) : IAsyncDisposable
    {
        public static async Task<FaultyTable> StartAsync(Fault fault)
        {
            var dynalite = await Dynalite.StartAsync();
            return new FaultyTable(dynalite, await FaultProxy.StartAsync(dynalite.Endpoint), fault);
        }

        /// <summary>A store that has started well.</summary>
        public async Task<PrivateStore> StoreAsync(params string[] parameters)
        {
            var environment = MountedStores.Variables(dynalite.Environment());
            environment["AWS_ENDPOINT_URL_DYNAMODB"] = proxy.Endpoint.OriginalString;
            var store = await PrivateStore.StartAsync(options => options with { Environment = environment }, parameters);
            await store.Client().GetReadinessAsync(Stop);
            proxy.Inject = request => request.Operation() == "GetItem" ? fault : null;
            return store;
        }

        public async ValueTask DisposeAsync()
        {
            await proxy.DisposeAsync();
            await dynalite.DisposeAsync();
        }
    }
}
