using Amazon;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;

namespace Microsoft.Extensions.DependencyInjection;

public static class AWSServiceCollectionExtensions
{
    /// <summary>Registers the options that all clients are made with which have none of their own.</summary>
    public static IServiceCollection AddDefaultAWSOptions(this IServiceCollection collection, AWSOptions options)
    {
        collection.Add(new ServiceDescriptor(typeof(AWSOptions), options));
        return collection;
    }

    /// <summary>Registers a client of an AWS service, to be made when it is first asked for.</summary>
    /// <typeparam name="T">The service's interface, for example <c>IAmazonDynamoDB</c>.</typeparam>
    public static IServiceCollection AddAWSService<T>(
        this IServiceCollection collection, ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where T : IAmazonService =>
        collection.AddAWSService<T>(options: null, lifetime);

    /// <inheritdoc cref="AddAWSService{T}(IServiceCollection, ServiceLifetime)"/>
    public static IServiceCollection AddAWSService<T>(
        this IServiceCollection collection, AWSOptions? options, ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where T : IAmazonService
    {
        collection.Add(new ServiceDescriptor(typeof(T), services => Client<T>(options ?? services.GetService<AWSOptions>()), lifetime));
        return collection;
    }

    private static AmazonServiceClient Client<T>(AWSOptions? options)
        where T : IAmazonService
    {
        var config = T.CreateDefaultClientConfig();
        if (options is null)
            return (AmazonServiceClient)T.CreateDefaultServiceClient(null, config);

        // The SDK keeps the one of the two that was set last.
        if (options.DefaultClientConfig.ServiceURL is { } url)
            config.ServiceURL = url;
        else if (options.Region is { } region)
            config.RegionEndpoint = region;

        if (options.Profile is { } profile)
            config.Profile = new Profile(profile);
        if (options.DefaultClientConfig.RetryMode is { } mode)
            config.RetryMode = mode;
        if (options.DefaultClientConfig.MaxErrorRetry is { } retries)
            config.MaxErrorRetry = retries;
        if (options.DefaultClientConfig.Timeout is { } timeout)
            config.Timeout = timeout;

        // Without explicit credentials the client finds them at its first call, so that a missing one does not stop the start.
        return (AmazonServiceClient)T.CreateDefaultServiceClient(options.Credentials, config);
    }
}
