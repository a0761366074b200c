using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace PetStore.Api.Storage.Sqlite;

/// <summary>
/// SQLite has one writer at a time; here it is one thread, which commits whatever has queued up since its last commit
/// together. So a burst of writes costs a few syncs of the disk instead of one each, and no request holds a lock or a thread
/// while it waits. A write is answered after its commit is on the disk, never before.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int QueueLength = 1024;
    private const int MaxBatch = 128;

    private readonly Channel<Write> _queue = Channel.CreateBounded<Write>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly SqliteSession _session;
    private readonly Thread _thread;

    public SqliteWriter(string path)
    {
        _session = new SqliteSession(path);
        _thread = new Thread(Loop) { IsBackground = true, Name = "SQLite writer" };
        _thread.Start();
    }

    /// <summary>Runs a write inside a transaction. It may run twice: whatever it does outside the database must not matter.</summary>
    public async Task<T> RunAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        var queued = new Write<T>(write);
        await _queue.Writer.WriteAsync(queued, cancellationToken);
        return await queued.Done;
    }

    /// <summary>Finishes what is queued.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
        _session.Dispose();
    }

    private void Loop()
    {
        var batch = new List<Write>();
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var write))
                batch.Add(write);

            if (Commit(batch) is not null)
            {
                // One bad write must not fail its neighbours: each gets a transaction of its own, and its own error.
                foreach (var write in batch)
                {
                    if (Commit([write]) is { } failure)
                        write.Fail(failure);
                }
            }

            batch.Clear();
        }
    }

    /// <returns>Why nothing of the batch was written, or null.</returns>
    private Exception? Commit(List<Write> batch)
    {
        try
        {
            _session.Execute("BEGIN IMMEDIATE");
            foreach (var write in batch)
                write.Run(_session);

            _session.Execute("COMMIT");
        }
        catch (Exception failure)
        {
            RollBack();
            return failure;
        }

        foreach (var write in batch)
            write.Complete();

        return null;
    }

    private void RollBack()
    {
        try
        {
            _session.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does after a full disk or an I/O error.
        }
    }

    private abstract class Write
    {
        public abstract void Run(SqliteSession session);

        public abstract void Complete();

        public abstract void Fail(Exception failure);
    }

    private sealed class Write<T>(Func<SqliteSession, T> write) : Write
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;

        public Task<T> Done => _done.Task;

        public override void Run(SqliteSession session) => _result = write(session);

        public override void Complete() => _done.SetResult(_result);

        public override void Fail(Exception failure) => _done.SetException(failure);
    }
}
