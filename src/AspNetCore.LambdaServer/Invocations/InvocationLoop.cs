using System.Diagnostics.CodeAnalysis;
using AspNetCore.LambdaServer.Events;
using AspNetCore.LambdaServer.RuntimeApi;

namespace AspNetCore.LambdaServer.Invocations;

/// <summary>Fetches invocations from the Runtime API and serves them one by one, on one thread and one connection.</summary>
/// <param name="setTrace">Tells the process which trace the invocation belongs to; null if other loops run in parallel.</param>
internal sealed class InvocationLoop(
    RuntimeApiClient runtimeApi, IInvocationPipeline pipeline, Action<string?>? setTrace, ILogger logger) : IDisposable
{
    private int _isWaiting;
    private int _isStopping;

    /// <summary>Ends the wait for an event or a restore; a running invocation is completed.</summary>
    public void Stop()
    {
        Interlocked.Exchange(ref _isStopping, 1);
        if (Interlocked.CompareExchange(ref _isWaiting, 0, 0) == 1)
            runtimeApi.Dispose();
    }

    /// <summary>Returns after <see cref="Stop"/>.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API can no longer be used.</exception>
    public void Run()
    {
        var clean = ExecutionContext.Capture();
        var next = runtimeApi.Next;
        while (TryWait(next, out var invocation))
        {
            setTrace?.Invoke(invocation.TraceId);
            Serve(invocation);

            // The app's AsyncLocal values must not reach the next invocation.
            ExecutionContext.Restore(clean!);
        }
    }

    /// <returns>False: the loop was stopped.</returns>
    public bool TryWaitForRestore() => TryWait(
        () =>
        {
            runtimeApi.WaitForRestore();
            return true;
        },
        out _);

    public void FailRestore(Exception fault) => runtimeApi.FailRestore(fault);

    /// <summary>Also ends a running invocation: its response can no longer be sent.</summary>
    public void Disconnect() => runtimeApi.Dispose();

    public void Dispose()
    {
        pipeline.Dispose();
        runtimeApi.Dispose();
    }

    private void Serve(Invocation invocation)
    {
        try
        {
            pipeline.Serve(invocation, runtimeApi);
        }
        catch (MalformedEventException fault)
        {
            logger.Malformed(invocation.RequestId, fault.Message);
            if (!runtimeApi.Fail(invocation.RequestId, fault))
                logger.NotAccepted(invocation.RequestId);
        }
    }

    private bool TryWait<T>(Func<T> wait, [NotNullWhen(true)] out T? result)
    {
        result = default;
        Interlocked.Exchange(ref _isWaiting, 1);
        if (_isStopping == 1)
            return false;

        try
        {
            result = wait()!;
        }
        catch (ObjectDisposedException) when (_isStopping == 1)
        {
            return false;
        }

        Interlocked.Exchange(ref _isWaiting, 0);
        return true;
    }
}
