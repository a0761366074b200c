using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using AspNetCore.LambdaServer;
using AspNetCore.LambdaServer.SnapStart;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Who sends the function its HTTP requests.</summary>
public enum LambdaEventSource
{
    /// <summary>API Gateway REST API, proxy integration.</summary>
    RestApi,

    /// <summary>API Gateway HTTP API. Not supported.</summary>
    HttpApi,

    /// <summary>Application Load Balancer. Not supported.</summary>
    ApplicationLoadBalancer,
}

public static class LambdaHostingExtensions
{
    /// <summary>Lets the app serve as a Lambda function. Without effect where <c>AWS_LAMBDA_FUNCTION_NAME</c> is not set.</summary>
    /// <exception cref="NotSupportedException">On Lambda: the event source is none that this adapter can read.</exception>
    public static IServiceCollection AddAWSLambdaHosting(this IServiceCollection services, LambdaEventSource eventSource)
    {
        if (!LambdaEnvironment.IsPresent || services.Any(service => service.ImplementationType == typeof(RuntimeApiServer)))
            return services;

        var environment = new LambdaEnvironment();
        services.AddSingleton(new StartFailure(environment.RuntimeApi));
        if (eventSource != LambdaEventSource.RestApi)
            throw new NotSupportedException($"The event source {eventSource} is not supported: only {LambdaEventSource.RestApi} is.");

        services.AddSingleton(environment);
        services.RemoveAll<IServer>();
        return services.AddSingleton<IServer, RuntimeApiServer>();
    }

    /// <summary>
    /// Registers a request that is run through the pipeline while the function initialises: once, or several times before SnapStart
    /// takes its snapshot, so that the code for it is compiled. It must be safe to run. Nobody receives the response.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="beforeSnapStartRequest">A relative URI, and at most a text as content.</param>
    public static IServiceCollection AddAWSLambdaBeforeSnapshotRequest(
        this IServiceCollection services, HttpRequestMessage beforeSnapStartRequest) =>
        services.AddSingleton(new BeforeSnapshotRequest(beforeSnapStartRequest));
}
