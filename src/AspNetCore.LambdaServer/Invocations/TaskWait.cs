namespace AspNetCore.LambdaServer.Invocations;

/// <summary>Blocks the thread that serves invocations until a task has ended, without the spinning of Task.Wait.</summary>
internal sealed class TaskWait : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ManualResetEventSlim _ended = new(initialState: false, spinCount: 0);
    private readonly Action _signal;

    public TaskWait() => _signal = _ended.Set;

    /// <param name="task">What to wait for.</param>
    /// <param name="meanwhile">Called each second.</param>
    /// <exception cref="Exception">The exception of the task.</exception>
    public void For(Task task, Action? meanwhile = null)
    {
        if (!task.IsCompleted)
        {
            _ended.Reset();
            task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_signal);
            if (meanwhile is null)
                _ended.Wait();
            else
                while (!_ended.Wait(Interval))
                    meanwhile();
        }

        task.GetAwaiter().GetResult();
    }

    public void Dispose() => _ended.Dispose();
}
