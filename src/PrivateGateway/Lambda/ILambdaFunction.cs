namespace PrivateGateway.Lambda;

/// <summary>A function as API Gateway sees it: something that can be invoked.</summary>
internal interface ILambdaFunction
{
    /// <summary>Processes that wait for work or are at it.</summary>
    int WarmEnvironments { get; }

    /// <summary>Once begun, an invocation runs to the function's answer or its timeout, even when nobody waits for it any more.</summary>
    /// <param name="timeout">How long to wait for an environment that is free.</param>
    Task<InvocationResult> InvokeAsync(Invocation invocation, CancellationToken timeout);
}
