namespace AspNetCore.LambdaServer.Invocations;

/// <summary>Blocks the one thread that serves invocations until a task has ended, without the spinning of Task.Wait.</summary>
internal sealed class TaskWait : IDisposable
{
    private readonly ManualResetEventSlim _ended = new(initialState: false, spinCount: 0);
    private readonly Action _signal;

    public TaskWait() => _signal = _ended.Set;

    /// <exception cref="Exception">The task's own.</exception>
    public void For(Task task)
    {
        if (!task.IsCompleted)
        {
            _ended.Reset();
            task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_signal);
            _ended.Wait();
        }

        task.GetAwaiter().GetResult();
    }

    public void Dispose() => _ended.Dispose();
}
