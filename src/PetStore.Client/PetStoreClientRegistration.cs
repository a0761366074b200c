using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace PetStore.Client;

/// <summary>Registers <see cref="IPetStoreClient"/> on <see cref="IHttpClientFactory"/>.</summary>
public static class PetStoreClientRegistration
{
    /// <summary>Registers the client with the settings of a configuration section, which are <see cref="PetStoreClientOptions"/>.</summary>
    /// <returns>The builder of its HTTP client, for more handlers (SigV4, say) or another primary handler.</returns>
    /// <exception cref="OptionsValidationException">Not here, but at the host's start or the first use: a setting is wrong; the message says which.</exception>
    public static IHttpClientBuilder AddPetStoreClient(this IServiceCollection services, IConfiguration section)
    {
        services.AddOptions<PetStoreClientOptions>().Bind(section);
        return services.AddPetStoreClient();
    }

    /// <inheritdoc cref="AddPetStoreClient(IServiceCollection, IConfiguration)" path="/returns|/exception"/>
    /// <summary>Registers the client with settings made by code.</summary>
    public static IHttpClientBuilder AddPetStoreClient(this IServiceCollection services, Action<PetStoreClientOptions> configure)
    {
        services.AddOptions<PetStoreClientOptions>().Configure(configure);
        return services.AddPetStoreClient();
    }

    private static IHttpClientBuilder AddPetStoreClient(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PetStoreClientOptions>, PetStoreClientOptionsValidator>());
        services.AddOptions<PetStoreClientOptions>().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);

        // A redirect would take the API key elsewhere; this API has none.
        var client = services.AddHttpClient<IPetStoreClient, PetStoreClient>(Address)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        client.AddHttpMessageHandler(() => new TimeoutHandler());
        client.AddResilienceHandler("PetStore", Retries.Configure);
        return client.AddHttpMessageHandler(() => new WholeResponseHandler());
    }

    private static void Address(IServiceProvider provider, HttpClient client)
    {
        var options = provider.GetRequiredService<IOptions<PetStoreClientOptions>>().Value;
        client.BaseAddress = options.Address;
        client.Timeout = options.Timeout;
        if (options.ApiId is { Length: > 0 } id)
            client.DefaultRequestHeaders.Add("x-apigw-api-id", id);
        if (options.ApiKey is { } key)
            client.DefaultRequestHeaders.Add("x-api-key", key);
    }
}
