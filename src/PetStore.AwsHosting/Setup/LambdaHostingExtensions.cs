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
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME")))
            return services;

        throw new NotSupportedException($"The event source {eventSource} is not supported.");
    }

    /// <summary>
    /// Registers a request that is run through the pipeline before SnapStart takes its snapshot, so that the snapshot holds
    /// compiled code. It must be safe to run several times.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="beforeSnapStartRequest">A relative URI, and at most a text as content.</param>
    public static IServiceCollection AddAWSLambdaBeforeSnapshotRequest(
        this IServiceCollection services, HttpRequestMessage beforeSnapStartRequest) =>
        services.AddSingleton(new BeforeSnapshotRequest(beforeSnapStartRequest));

    internal sealed record BeforeSnapshotRequest(HttpRequestMessage Request);
}
