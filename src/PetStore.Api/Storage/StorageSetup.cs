using Microsoft.Extensions.Options;
using PetStore.Api.Storage.Sqlite;

namespace PetStore.Api.Storage;

internal static class StorageSetup
{
    /// <summary>Registers the store that the configuration names, and has it ready before the server takes requests.</summary>
    public static IServiceCollection AddPetStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddHostedService<StorageStartup>();
        services.AddSingleton(TimeProvider.System);

        services.AddSingleton<IPetStore, SqlitePetStore>();
        return services;
    }
}

/// <summary>Hosted services start before the server does: no request meets a store that is not ready.</summary>
internal sealed class StorageStartup(IPetStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.InitializeAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
