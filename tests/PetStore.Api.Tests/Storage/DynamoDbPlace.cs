using Amazon.DynamoDBv2;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PetStore.Api.Storage;
using PetStore.Api.Storage.DynamoDb;

namespace PetStore.Api.Tests.Storage;

/// <summary>A table for one test, and the stores on it, registered as in the app, each with its own client.</summary>
internal sealed class DynamoDbPlace(TimeProvider time) : IDisposable
{
    private readonly List<ServiceProvider> _opened = [];

    public string Table { get; private set; } = NewName();

    /// <summary>Long, because the machine may be busy; null: the app's own.</summary>
    public TimeSpan? AttemptTimeout { get; set; } = TimeSpan.FromSeconds(60);

    public Dictionary<string, string?> Settings { get; } = new() { ["Storage:DynamoDb:CreateTable"] = "true" };

    /// <summary>Stores that are opened from now on use another table.</summary>
    public void Rename() => Table = NewName();

    /// <param name="endpoint">Where DynamoDB is.</param>
    /// <param name="client">Wraps the client, if given.</param>
    public IPetStore Open(Uri endpoint, Func<IAmazonDynamoDB, IAmazonDynamoDB>? client = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Settings)
            .AddInMemoryCollection([new("Storage:DynamoDb:TableName", Table), new("AWS:ServiceURL", endpoint.OriginalString)])
            .Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(time)
            .AddDynamoDbPetStore(configuration);
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section);

        var provider = services.BuildServiceProvider();
        lock (_opened)
            _opened.Add(provider);

        var options = provider.GetRequiredService<AWSOptions>();
        options.Credentials = new BasicAWSCredentials("local", "local");
        if (AttemptTimeout is { } timeout)
            options.DefaultClientConfig.Timeout = timeout;

        return client is null
            ? provider.GetRequiredService<IPetStore>()
            : DynamoDbSetup.Store(provider, () => client(provider.GetRequiredService<IAmazonDynamoDB>()));
    }

    private static string NewName() => $"pets-{Guid.NewGuid():N}";

    public void Dispose() => _opened.ForEach(provider => provider.Dispose());
}
