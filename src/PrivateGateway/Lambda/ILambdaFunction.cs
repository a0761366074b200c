namespace PrivateGateway.Lambda;

/// <summary>A function as API Gateway sees it: something that can be invoked.</summary>
internal interface ILambdaFunction
{
    /// <summary>The number of processes, idle or busy.</summary>
    int WarmEnvironments { get; }

    /// <summary>Once started, an invocation runs to the function's response or timeout, even if the caller has stopped waiting.</summary>
    /// <param name="timeout">How long to wait for a free environment.</param>
    Task<InvocationResult> InvokeAsync(Invocation invocation, CancellationToken timeout);
}
