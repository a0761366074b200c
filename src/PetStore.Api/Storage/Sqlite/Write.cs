using System.Diagnostics;

namespace PetStore.Api.Storage.Sqlite;

/// <summary>A write in the queue, and its outcome.</summary>
internal abstract class Write
{
    private readonly long _queued = Stopwatch.GetTimestamp();

    public TimeSpan Waited => Stopwatch.GetElapsedTime(_queued);

    public abstract void Run(SqliteSession session);

    public abstract void Complete();

    public abstract void Fail(Exception failure);
}

internal sealed class Write<T>(Func<SqliteSession, T> write) : Write
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Done => _done.Task;

    public override void Run(SqliteSession session) => _result = write(session);

    public override void Complete() => _done.SetResult(_result);

    public override void Fail(Exception failure) => _done.SetException(failure);
}
