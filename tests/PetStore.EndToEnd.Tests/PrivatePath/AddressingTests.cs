using System.Security.Authentication;
using PetStore.Client;
using PetStore.EndToEnd.Tests.Running;

namespace PetStore.EndToEnd.Tests.PrivatePath;

/// <summary>One store with TLS and a custom domain for all these tests, which only read.</summary>
public sealed class NamedStore : IAsyncLifetime
{
    internal PrivateStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Store = await PrivateStore.StartAsync(options => options with { Tls = true }, MountedStores.CustomDomainParameters);

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}

public sealed class AddressingTests(NamedStore named) : IClassFixture<NamedStore>
{
    private readonly PrivateStore _store = named.Store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Region => _store.Api.Region;

    [Fact]
    public async Task The_client_reaches_the_API_by_its_own_name() =>
        await ReadAsync(options => options.BaseUrl = new Uri($"https://{_store.ApiName}/v1"));

    [Fact]
    public async Task The_client_reaches_the_API_by_the_alias_of_an_associated_endpoint() =>
        await ReadAsync(options => options.BaseUrl = new Uri($"https://{_store.Api.ApiId}-{PrivateStore.Allowed}.execute-api.{Region}.amazonaws.com/v1"));

    [Fact]
    public async Task The_client_reaches_the_API_by_the_name_of_the_endpoint_and_the_API_id() =>
        await ReadAsync(options => (options.VpceDnsName, options.ApiId) = ($"{PrivateStore.Allowed}-0123abcd.execute-api.{Region}.vpce.amazonaws.com", _store.Api.ApiId));

    [Fact]
    public async Task The_client_reaches_the_API_by_a_custom_domain_and_its_base_path() =>
        await ReadAsync(options => options.BaseUrl = new Uri($"https://{MountedStores.CustomDomain}/store/"));

    [Fact]
    public async Task An_endpoint_that_is_not_listed_is_refused_by_every_name()
    {
        var client = _store.Client(options => options.BaseUrl = new Uri($"https://{_store.ApiName}/v1"), _store.Endpoint(PrivateStore.Refused));
        var refusal = await client.ListPetsAsync(cancellationToken: Stop).Refusal(403, "AccessDeniedException");

        Assert.Contains("not authorized to perform: execute-api:Invoke", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("with an explicit deny", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_stage_a_wrong_id_and_a_wrong_base_path_are_refused()
    {
        var endpoint = $"{PrivateStore.Allowed}-0123abcd.execute-api.{Region}.vpce.amazonaws.com";
        Action<PetStoreClientOptions>[] wrong =
        [
            options => options.BaseUrl = new Uri($"https://{_store.ApiName}/v2"),
            options => (options.VpceDnsName, options.ApiId) = (endpoint, "zzzzzzzzzz"),
            options => (options.VpceDnsName, options.ApiId, options.Stage) = (endpoint, _store.Api.ApiId, "v2"),
            options => options.BaseUrl = new Uri($"https://{MountedStores.CustomDomain}/shop"),
        ];
        foreach (var configure in wrong)
            await _store.Client(configure).ListPetsAsync(cancellationToken: Stop).Refusal(403, "ForbiddenException");
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_fails_the_call()
    {
        using var handler = _store.Through();
        handler.SslOptions = new();
        using var http = new HttpClient(handler) { BaseAddress = new Uri($"https://{_store.ApiName}/v1/") };
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => new PetStoreClient(http).ListPetsAsync(cancellationToken: Stop));

        Assert.IsType<AuthenticationException>(failure.InnerException);
    }

    private async Task ReadAsync(Action<PetStoreClientOptions> configure)
    {
        var pets = await _store.Client(configure).ListAllPetsAsync(pageSize: 2, cancellationToken: Stop).ToListAsync(Stop);
        Assert.Equal([1, 2, 3], pets.Select(pet => pet.Id));
    }
}
