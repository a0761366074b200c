using Amazon.DynamoDBv2;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Microsoft.Extensions.Options;

namespace PetStore.Api.Storage.DynamoDb;

internal static class DynamoDbSetup
{
    public static IServiceCollection AddDynamoDbPetStore(this IServiceCollection services, IConfiguration configuration)
    {
        RegionName.Check(configuration);
        services.AddDefaultAWSOptions(Quick(configuration.GetAWSOptions()));
        services.AddAWSService<IAmazonDynamoDB>();
        services.AddLogging(logging => logging.AddFilter("AWSSDK", LogLevel.Warning)); // It says at each start where credentials were found.
        return services.AddSingleton(provider => Store(provider, provider.GetRequiredService<IAmazonDynamoDB>));
    }

    /// <summary>The store, with a client that is made when it is first needed.</summary>
    public static IPetStore Store(IServiceProvider provider, Func<IAmazonDynamoDB> connect)
    {
        return new DynamoDbPetStore(
            new Lazy<IAmazonDynamoDB>(() =>
            {
                FindCredentialsAndRegion(provider.GetRequiredService<AWSOptions>());
                return connect();
            }),
            provider.GetRequiredService<IOptions<StorageOptions>>().Value.DynamoDb,
            provider.GetRequiredService<TimeProvider>());
    }

    // DynamoDB answers within milliseconds: a request that takes seconds is sent again, by the store itself (see Attempts).
    private static AWSOptions Quick(AWSOptions options)
    {
        var client = options.DefaultClientConfig;
        (client.MaxErrorRetry, client.MaxStaleConnectionRetries) = (0, 0);
        client.Timeout = TimeSpan.FromSeconds(3);

        // With credentials in the environment, as on Lambda, the SDK does not have to search files, containers and instances.
        if (options.Profile is null && HasVariable("AWS_ACCESS_KEY_ID") && HasVariable("AWS_SECRET_ACCESS_KEY"))
            options.Credentials = new EnvironmentVariablesAWSCredentials();

        return options;
    }

    private static void FindCredentialsAndRegion(AWSOptions options)
    {
        if (options.Profile is not null)
            return;
        if (options.Credentials is null)
            Search("credentials", () => DefaultAWSCredentialsIdentityResolver.GetCredentials());
        if (options.Region is null && options.DefaultClientConfig.ServiceURL is null && !HasVariable("AWS_REGION"))
            Search("Region", () => FallbackRegionFactory.GetRegionEndpoint());
    }

    // Last, the SDK asks the instance metadata service, which exists only on EC2; elsewhere that would take half a minute.
    private static void Search<T>(string what, Func<T?> search)
    {
        var found = Task.Run(search);
        if (Task.WaitAny([found], TimeSpan.FromSeconds(5)) < 0 || found.GetAwaiter().GetResult() is null)
            throw new AmazonClientException($"No {what} found.");
    }

    private static bool HasVariable(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));
}
