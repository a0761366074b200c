using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace PetStore.Api.Storage.Sqlite;

/// <summary>
/// SQLite allows one writer at a time. Here it is one thread, which commits everything that was queued since its last commit in one
/// transaction. So a burst of writes costs a few disk syncs instead of one each, and no request holds a lock or a thread while it waits. A
/// write is acknowledged after its commit is on the disk, and only if the path still refers to the same file.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int QueueLength = 1024;
    private const int MaxBatch = 128;

    // How long a write waits for a lock that another process holds.
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(5);

    private readonly Channel<Write> _queue = Channel.CreateBounded<Write>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly List<Write> _waiting = [];
    private readonly SqliteSession _session;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private bool _lastCommitFailed;

    public SqliteWriter(string path)
    {
        _session = new SqliteSession(path, SqliteSession.LockAttempt);
        _session.ReadOne(SqliteStatements.Find, SqliteSession.MapPet, 0L); // SQLite opens the WAL at the first read.
        Files = new OpenFiles(path);
        _thread = new Thread(Loop) { IsBackground = true, Name = "SQLite writer" };
        _thread.Start();
    }

    public OpenFiles Files { get; }

    public bool IsReadOnly => _session.IsReadOnly;

    /// <summary>Runs a write inside a transaction. It may run twice, so it must have no effect outside the database.</summary>
    public async Task<T> RunAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        var queued = new Write<T>(write);
        await _queue.Writer.WriteAsync(queued, cancellationToken);
        return await queued.Done;
    }

    /// <summary>Succeeds if a write would succeed: takes the lock and, if the last commit failed (a full disk, for example), writes a page.</summary>
    public Task<int> CheckAsync(CancellationToken cancellationToken) => RunAsync(
        session => _lastCommitFailed ? session.Execute(SqliteFile.RewriteVersion) : 0, cancellationToken);

    /// <summary>Finishes the queued writes, but does not wait for a lock.</summary>
    public void Dispose()
    {
        _stopping = true;
        _queue.Writer.TryComplete();
        _thread.Join();
        _session.Dispose();
    }

    private void Loop()
    {
        while (Collect())
        {
            var batch = _waiting.GetRange(0, Math.Min(MaxBatch, _waiting.Count));
            if (TryFinish(batch))
                _waiting.RemoveRange(0, batch.Count);
            else
                FailThoseThatWaitedLongEnough();
        }
    }

    // Blocks only while no write is waiting.
    private bool Collect()
    {
        if (_waiting.Count == 0 && !_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            return false;

        while (_waiting.Count < QueueLength && _queue.Reader.TryRead(out var write))
            _waiting.Add(write);

        return true;
    }

    /// <returns>False if another process holds the lock: then nothing was done.</returns>
    private bool TryFinish(List<Write> batch)
    {
        try
        {
            Files.ThrowIfLost();
            if (!_session.TryBegin())
                return false;

            foreach (var write in batch)
                write.Run(_session);

            _session.Execute("COMMIT");
            _lastCommitFailed = false;
            Files.ThrowIfLost();
        }
        catch (StoreNotWritableException lost)
        {
            batch.ForEach(write => write.Fail(lost));
            return true;
        }
        catch (Exception failure)
        {
            _session.RollBack();
            _lastCommitFailed |= failure is SqliteException;
            if (batch is [var only])
                only.Fail(failure);
            else
                batch.ForEach(FinishAlone);

            return true;
        }

        batch.ForEach(write => write.Complete());
        return true;
    }

    // One bad write must not fail the others of its batch: each gets a transaction of its own, and its own error.
    private void FinishAlone(Write write)
    {
        if (!TryFinish([write]))
            write.Fail(Locked());
    }

    private void FailThoseThatWaitedLongEnough()
    {
        var late = _waiting.FindAll(write => _stopping || write.Waited > LockWait);
        _waiting.RemoveAll(late.Contains);
        late.ForEach(write => write.Fail(Locked()));
    }

    private static StoreUnavailableException Locked() => new($"Another process has held the database's write lock for more than {LockWait.TotalSeconds} s.");
}
