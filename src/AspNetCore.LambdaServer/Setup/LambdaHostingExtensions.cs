using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using AspNetCore.LambdaServer;
using AspNetCore.LambdaServer.Logging;
using AspNetCore.LambdaServer.SnapStart;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What sends the function its HTTP requests.</summary>
public enum LambdaEventSource
{
    /// <summary>API Gateway REST API, proxy integration.</summary>
    RestApi,

    /// <summary>API Gateway HTTP API. Not supported.</summary>
    HttpApi,

    /// <summary>Application Load Balancer. Not supported.</summary>
    ApplicationLoadBalancer,
}

/// <summary>Adds the Lambda server to an app.</summary>
public static class LambdaHostingExtensions
{
    /// <summary>Lets the app serve as a Lambda function. Has no effect if <c>AWS_LAMBDA_FUNCTION_NAME</c> is not set.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="eventSource">What sends the function its requests.</param>
    /// <param name="configure">Sets options; not called outside of Lambda.</param>
    /// <exception cref="NotSupportedException">On Lambda: the server cannot read the events of this source.</exception>
    public static IServiceCollection AddAWSLambdaHosting(
        this IServiceCollection services, LambdaEventSource eventSource, Action<HostingOptions>? configure = null)
    {
        if (!LambdaEnvironment.IsPresent || services.Any(service => service.ImplementationType == typeof(RuntimeApiServer)))
            return services;

        var environment = new LambdaEnvironment();
        services.AddSingleton(new StartFailure(environment.RuntimeApi));
        if (eventSource != LambdaEventSource.RestApi)
            throw new NotSupportedException($"The event source {eventSource} is not supported: only {LambdaEventSource.RestApi} is.");

        FramedConsole.UseIfPresent();
        var options = new HostingOptions();
        configure?.Invoke(options);
        services.AddSingleton(environment);
        services.AddSingleton(options);
        services.RemoveAll<IServer>();
        return services.AddSingleton<IServer, RuntimeApiServer>();
    }

    /// <summary>
    /// Registers a request that is run through the pipeline five times before SnapStart takes its snapshot, so that the code for it is compiled; with
    /// the setting <c>Lambda:WarmUpAtEveryStart</c> also once at each start without SnapStart. It must be safe to run. The response is discarded.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="beforeSnapStartRequest">
    /// A relative URI, and at most a text as content. Its Host is the first of the setting <c>AllowedHosts</c>, or <c>localhost</c>, unless it has one.
    /// </param>
    public static IServiceCollection AddAWSLambdaBeforeSnapshotRequest(
        this IServiceCollection services, HttpRequestMessage beforeSnapStartRequest) =>
        services.AddSingleton(new BeforeSnapshotRequest(beforeSnapStartRequest));
}
