using Microsoft.Extensions.Options;
using PetStore.Api.Start;
using PetStore.Api.Storage.DynamoDb;
using PetStore.Api.Storage.Sqlite;

namespace PetStore.Api.Storage;

internal static class StorageSetup
{
    /// <summary>Registers the store that the configuration names, and has it ready before the server takes requests.</summary>
    public static IServiceCollection AddPetStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton<StorageStartup>();
        services.AddHostedService(provider => provider.GetRequiredService<StorageStartup>());
        services.AddSingleton(TimeProvider.System);

        return Provider(configuration) == StorageProvider.DynamoDb
            ? services.AddDynamoDbPetStore(configuration)
            : services.AddSingleton<IPetStore, SqlitePetStore>();
    }

    /// <summary>Starts to prepare the store while the rest of the app starts.</summary>
    public static void BeginStorage(this IHost app) => app.Services.GetRequiredService<StorageStartup>().Begin();

    private static StorageProvider Provider(IConfiguration configuration) => configuration[$"{StorageOptions.Section}:Provider"] switch
    {
        null or "" => StorageProvider.Sqlite,
        var name when Enum.TryParse<StorageProvider>(name, ignoreCase: true, out var provider) && Enum.IsDefined(provider) => provider,
        var name => throw new WrongSettingException($"{StorageOptions.Section}:Provider", name, "Use Sqlite or DynamoDb."),
    };
}

/// <summary>Prepares the store before the server starts: hosted services start first.</summary>
internal sealed class StorageStartup(IPetStore store, IHostApplicationLifetime lifetime) : IHostedService
{
    private Task? _ready;

    public void Begin() => _ready = store.InitializeAsync(lifetime.ApplicationStopping);

    public Task StartAsync(CancellationToken cancellationToken) => _ready ?? store.InitializeAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
