namespace PrivateGateway.Lambda;

/// <summary>
/// The execution environments of one function, at most <c>--concurrency</c> of them. If all are busy, an event waits; Lambda would
/// start one more. The function's reserved concurrency is Lambda's own limit: beyond it invocations are throttled.
/// </summary>
internal sealed class FunctionPool : ILambdaFunction
{
    private readonly FunctionLaunch _launch;
    private readonly ExecutionEnvironment[] _environments;
    private readonly List<ExecutionEnvironment> _idle;
    private readonly Queue<TaskCompletionSource<ExecutionEnvironment>> _waiting = new();
    private readonly Lock _lock = new();
    private int _underWay;

    public FunctionPool(FunctionLaunch launch, IEnumerable<RuntimePort> ports)
    {
        _launch = launch;
        _environments = [.. ports.Select(port => new ExecutionEnvironment(port, launch))];
        _idle = [.. _environments.Reverse()];
    }

    public int WarmEnvironments => _environments.Count(environment => environment.IsWarm);

    public async Task<InvocationResult> InvokeAsync(Invocation invocation, CancellationToken timeout)
    {
        if (invocation.Payload.Length > RuntimeApi.MaxPayload)
            return new(InvocationStatus.TooLarge, default, $"The event is larger than {RuntimeApi.MaxPayload} bytes", Cold: false);

        if (Interlocked.Increment(ref _underWay) > _launch.Function.ReservedConcurrency)
        {
            Interlocked.Decrement(ref _underWay);
            return new(InvocationStatus.Throttled, default, "Rate Exceeded: the reserved concurrency is used up", Cold: false);
        }

        ExecutionEnvironment environment;
        try
        {
            environment = await RentAsync(timeout);
        }
        catch
        {
            Interlocked.Decrement(ref _underWay);
            throw;
        }

        // A streamed response starts before the environment is free again.
        var answer = new TaskCompletionSource<InvocationResult>();
        _ = RunAsync(environment, invocation, answer);
        return await answer.Task;
    }

    /// <summary>Ends all processes; no further one is started.</summary>
    public Task EndAsync()
    {
        _launch.Close();
        return Task.WhenAll(_environments.Select(environment => environment.EndAsync()));
    }

    private async Task RunAsync(ExecutionEnvironment environment, Invocation invocation, TaskCompletionSource<InvocationResult> answer)
    {
        var running = environment.InvokeAsync(invocation, streamed => answer.TrySetResult(streamed));
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Free before the caller goes on, whose next call then finds this environment.
        Return(environment);
        Interlocked.Decrement(ref _underWay);
        answer.TrySetFromTask(running);
    }

    private async Task<ExecutionEnvironment> RentAsync(CancellationToken timeout)
    {
        TaskCompletionSource<ExecutionEnvironment> turn;
        lock (_lock)
        {
            if (_idle.Count > 0)
                return TakeIdle();

            turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        await using var limit = timeout.Register(() => turn.TrySetCanceled(timeout));
        return await turn.Task;
    }

    // The most recently used warm environment, so that sequential calls use one process.
    private ExecutionEnvironment TakeIdle()
    {
        var index = _idle.FindLastIndex(environment => environment.IsWarm);
        if (index < 0)
            index = _idle.Count - 1;

        var chosen = _idle[index];
        _idle.RemoveAt(index);
        return chosen;
    }

    private void Return(ExecutionEnvironment environment)
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var turn))
            {
                if (turn.TrySetResult(environment))
                    return;
            }

            _idle.Add(environment);
        }
    }
}
