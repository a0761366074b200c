using System.Diagnostics.CodeAnalysis;
using AspNetCore.LambdaServer.Events;
using AspNetCore.LambdaServer.RuntimeApi;

namespace AspNetCore.LambdaServer.Invocations;

/// <summary>Asks the Runtime API for one invocation after the other and serves it, on one thread and one connection.</summary>
/// <param name="setTrace">Tells the process which trace the invocation belongs to; null if other loops run beside this one.</param>
internal sealed class InvocationLoop(
    RuntimeApiClient runtimeApi, IInvocationPipeline pipeline, Action<string?>? setTrace, ILogger logger) : IDisposable
{
    private int _isWaiting;
    private int _isStopping;

    /// <summary>Ends what waits for an event, or for a restore; an invocation that runs is served to its end.</summary>
    public void Stop()
    {
        Interlocked.Exchange(ref _isStopping, 1);
        if (Interlocked.CompareExchange(ref _isWaiting, 0, 0) == 1)
            runtimeApi.Dispose();
    }

    /// <summary>Returns after <see cref="Stop"/>.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API cannot be used any more.</exception>
    public void Run()
    {
        var clean = ExecutionContext.Capture();
        var next = runtimeApi.Next;
        while (TryWait(next, out var invocation))
        {
            setTrace?.Invoke(invocation.TraceId);
            Serve(invocation);

            // Nothing that the app put into an AsyncLocal is there for the next invocation.
            ExecutionContext.Restore(clean!);
        }
    }

    /// <returns>False: stopped meanwhile.</returns>
    public bool TryWaitForRestore() => TryWait(
        () =>
        {
            runtimeApi.WaitForRestore();
            return true;
        },
        out _);

    public void FailRestore(Exception fault) => runtimeApi.FailRestore(fault);

    /// <summary>Ends an invocation that still runs too: its response cannot be sent any more.</summary>
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
