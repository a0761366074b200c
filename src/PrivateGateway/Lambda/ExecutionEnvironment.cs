namespace PrivateGateway.Lambda;

/// <summary>
/// A slot for one function process: started on first use, kept for the next invocation, replaced after it died or timed out.
/// Handles one invocation at a time.
/// </summary>
internal sealed class ExecutionEnvironment(RuntimePort port, FunctionLaunch launch)
{
    private FunctionProcess? _process;

    public bool IsWarm => _process is { HasEnded: false };

    /// <summary>Returns when the environment is free again.</summary>
    /// <param name="streaming">Receives a streamed response as soon as it starts.</param>
    public async Task<InvocationResult> InvokeAsync(Invocation invocation, Action<InvocationResult> streaming)
    {
        var cold = false;
        while (true)
        {
            if (!IsWarm)
            {
                cold = true;
                if (await InitialiseAsync() is { } failure)
                    return new InvocationResult(InvocationStatus.InitFailed, default, failure, Cold: true);
            }

            var result = await OfferAsync(invocation, streamed => streaming(streamed with { Cold = cold }));
            if (cold || invocation.Taken || result.Status != InvocationStatus.Crashed)
                return result with { Cold = cold };

            // If a process dies before it fetches the event, the next process gets it.
            invocation = invocation.Again();
        }
    }

    public async Task EndAsync()
    {
        if (_process is not null)
            await _process.KillAsync();
    }

    /// <returns>Null, or why no process is available.</returns>
    private async Task<string?> InitialiseAsync()
    {
        await EndAsync();
        _process = launch.Start(port);

        // Lambda gives initialisation ten seconds, then starts over within the function's own timeout; the sum is what counts here.
        var limit = launch.InitTimeout + launch.Function.Timeout;
        string? failure;
        try
        {
            failure = await _process.Session.Initialised.WaitAsync(limit, launch.Time);
        }
        catch (TimeoutException)
        {
            failure = $"The function asked for no invocation within {limit.TotalSeconds:0.##} seconds";
        }

        if (failure is not null)
            await EndAsync();

        return failure;
    }

    private async Task<InvocationResult> OfferAsync(Invocation invocation, Action<InvocationResult> streaming)
    {
        var timeout = launch.Function.Timeout;
        invocation.Deadline = launch.Time.GetUtcNow() + timeout;
        if (!_process!.Session.Offer(invocation))
            return new InvocationResult(InvocationStatus.Crashed, default, null, Cold: false);

        try
        {
            var result = await invocation.Result.WaitAsync(timeout, launch.Time);
            if (result.Stream is { } stream)
            {
                streaming(result);
                await stream.Ended.WaitAsync(invocation.Deadline - launch.Time.GetUtcNow(), launch.Time);
            }

            return result;
        }
        catch (Exception e) when (e is TimeoutException or ArgumentOutOfRangeException)
        {
            invocation.TryComplete(InvocationStatus.TimedOut, detail: $"Task timed out after {timeout.TotalSeconds:0.00} seconds");
            await EndAsync();
            return await invocation.Result;
        }
    }
}
