namespace PrivateGateway.Lambda;

/// <summary>
/// Lambda's side of an invocation. As many environments as the machine is to bear (<c>--concurrency</c>); an event that finds all of
/// them busy waits, which Lambda with its thousand environments would not make it do. Only the function's reserved concurrency is a limit
/// of Lambda's own: beyond it invocations are throttled.
/// </summary>
internal sealed class FunctionPool : IAsyncDisposable
{
    private readonly FunctionLaunch _launch;
    private readonly RuntimeApi _runtimeApi;
    private readonly ExecutionEnvironment[] _environments;
    private readonly List<ExecutionEnvironment> _idle;
    private readonly Queue<TaskCompletionSource<ExecutionEnvironment>> _waiting = new();
    private readonly Lock _lock = new();
    private int _underWay;

    private FunctionPool(FunctionLaunch launch, RuntimeApi runtimeApi)
    {
        _launch = launch;
        _runtimeApi = runtimeApi;
        _environments = [.. runtimeApi.Ports.Select(port => new ExecutionEnvironment(port, launch))];
        _idle = [.. _environments.Reverse()];
    }

    public int WarmEnvironments => _environments.Count(environment => environment.IsWarm);

    public static async Task<FunctionPool> StartAsync(FunctionLaunch launch, int concurrency, Action<string> report) =>
        new(launch, await RuntimeApi.StartAsync(concurrency, report));

    /// <summary>Once begun, runs to the function's answer or to its timeout, whoever still waits for it.</summary>
    /// <param name="patience">How long to wait for an environment.</param>
    public async Task<InvocationResult> InvokeAsync(Invocation invocation, CancellationToken patience)
    {
        if (invocation.Payload.Length > RuntimeApi.MaxPayload)
            return new(InvocationStatus.TooLarge, default, $"The event is larger than {RuntimeApi.MaxPayload} bytes", Cold: false);

        try
        {
            if (Interlocked.Increment(ref _underWay) > _launch.Function.ReservedConcurrency)
                return new(InvocationStatus.Throttled, default, "Rate Exceeded: the reserved concurrency is used up", Cold: false);

            var environment = await RentAsync(patience);
            try
            {
                return await environment.InvokeAsync(invocation);
            }
            finally
            {
                Return(environment);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _launch.Close();
        await Task.WhenAll(_environments.Select(environment => environment.EndAsync()));
        await _runtimeApi.DisposeAsync();
    }

    private async Task<ExecutionEnvironment> RentAsync(CancellationToken patience)
    {
        TaskCompletionSource<ExecutionEnvironment> turn;
        lock (_lock)
        {
            if (_idle.Count > 0)
                return TakeIdle();

            turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        await using var limit = patience.Register(() => turn.TrySetCanceled(patience));
        return await turn.Task;
    }

    // The warm one that was used last: calls one after the other need one process.
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
