using Amazon.DynamoDBv2;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using Microsoft.Extensions.Options;

namespace PetStore.Api.Storage.DynamoDb;

internal static class DynamoDbSetup
{
    public static IServiceCollection AddDynamoDbPetStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDefaultAWSOptions(Quick(configuration.GetAWSOptions()));
        services.AddAWSService<IAmazonDynamoDB>();
        return services.AddSingleton<IPetStore>(provider => new DynamoDbPetStore(
            new Lazy<IAmazonDynamoDB>(() => Connect(provider)),
            provider.GetRequiredService<IOptions<StorageOptions>>().Value.DynamoDb,
            provider.GetRequiredService<TimeProvider>()));
    }

    private static IAmazonDynamoDB Connect(IServiceProvider provider)
    {
        UnclearAttempts.Watch();
        return provider.GetRequiredService<IAmazonDynamoDB>();
    }

    // DynamoDB answers within milliseconds: what takes seconds is better repeated. All attempts end within the store's deadline.
    private static AWSOptions Quick(AWSOptions options)
    {
        var client = options.DefaultClientConfig;
        client.RetryMode = RequestRetryMode.Standard;
        client.MaxErrorRetry = 5;
        client.Timeout = TimeSpan.FromSeconds(3);

        // Where the environment has the credentials, as on Lambda, the SDK need not look for files, containers and instances.
        if (options.Profile is null && HasVariable("AWS_ACCESS_KEY_ID") && HasVariable("AWS_SECRET_ACCESS_KEY"))
            options.Credentials = new EnvironmentVariablesAWSCredentials();

        return options;
    }

    private static bool HasVariable(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));
}
