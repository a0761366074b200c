using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using PetStore.Api.Pets;
using SQLitePCL;

namespace PetStore.Api.Storage.Sqlite;

/// <summary>
/// The pets in one SQLite file, in WAL mode with <c>synchronous=FULL</c>: readers never wait for the writer, and an
/// acknowledged write survives a crash of the process or the machine. Several processes may share the file.
/// </summary>
internal sealed partial class SqlitePetStore(IOptions<StorageOptions> options, TimeProvider clock, ILogger<SqlitePetStore> logger)
    : IPetStore, IDisposable
{
    private const int ExportChunk = 250;

    private readonly string _path = options.Value.Sqlite.Path;
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private SqliteWriter? _writer;

    public Task InitializeAsync(CancellationToken cancellationToken)
    {
        SqliteFile.EnsureUsable(_path);
        _writer ??= new SqliteWriter(_path);
        if (_writer.IsReadOnly)
            LogReadOnly(Path.GetFullPath(_path));

        return Task.CompletedTask;
    }

    public Task CheckAsync(CancellationToken cancellationToken) => GuardAsync(_writer!.CheckAsync(cancellationToken));

    public Task<StoredPet?> FindAsync(long id, CancellationToken cancellationToken) =>
        Task.FromResult(Read(session => session.ReadOne(SqliteStatements.Find, SqliteSession.MapPet, id)));

    public Task<PetPage> ListAsync(PetQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(Read(session => List(session, query)));

    // In chunks, not as one long read: that would block checkpoints of the WAL for as long as the client takes.
    public async IAsyncEnumerable<Pet[]> ExportAsync(PetType? type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PetPage page;
        for (long? after = null; ; after = page.Pets[^1].Id)
        {
            cancellationToken.ThrowIfCancellationRequested();
            page = await ListAsync(new PetQuery(type, after, Skip: 0, ExportChunk), cancellationToken);
            yield return page.Pets;
            if (!page.HasMore)
                yield break;
        }
    }

    public Task<CreateResult> CreateAsync(NewPet pet, string? idempotencyKey, CancellationToken cancellationToken) =>
        GuardAsync(_writer!.RunAsync(session => idempotencyKey is null
            ? new CreateResult(CreateStatus.Created, Insert(session, pet))
            : CreateOnce(session, pet, idempotencyKey), cancellationToken));

    public Task<WriteResult> ReplaceAsync(long id, NewPet pet, VersionCondition condition, CancellationToken cancellationToken) =>
        GuardAsync(_writer!.RunAsync(session => Change(session, id, condition, version =>
        {
            session.Execute(SqliteStatements.Replace, id, PetTypeName.Of(pet.Type), Price.ToCents(pet.Price), version + 1);
            return new StoredPet(new Pet(id, pet.Type, pet.Price), version + 1);
        }), cancellationToken));

    public Task<WriteResult> DeleteAsync(long id, VersionCondition condition, CancellationToken cancellationToken) =>
        GuardAsync(_writer!.RunAsync(session => Change(session, id, condition, _ =>
        {
            session.Execute(SqliteStatements.Delete, id);
            return null;
        }), cancellationToken));

    public void Dispose()
    {
        _writer?.Dispose();
        foreach (var reader in _readers)
            reader.Dispose();
    }

    private static PetPage List(SqliteSession session, PetQuery query)
    {
        // One extra row tells whether there is a next page.
        var (all, byType) = query.NewestFirst
            ? (SqliteStatements.ListNewestFirst, SqliteStatements.ListNewestFirstByType)
            : (SqliteStatements.List, SqliteStatements.ListByType);
        var rows = query.Type is { } type
            ? session.ReadAll(byType, SqliteSession.MapPet, query.Bound, query.Limit + 1, query.Skip, PetTypeName.Of(type))
            : session.ReadAll(all, SqliteSession.MapPet, query.Bound, query.Limit + 1, query.Skip);
        return new PetPage([.. rows.Take(query.Limit).Select(row => row.Pet)], rows.Count > query.Limit);
    }

    private static StoredPet Insert(SqliteSession session, NewPet pet) =>
        session.ReadOne(SqliteStatements.Insert, SqliteSession.MapPet, PetTypeName.Of(pet.Type), Price.ToCents(pet.Price))!;

    private CreateResult CreateOnce(SqliteSession session, NewPet pet, string key)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var tooOld = now - (long)IdempotencyKey.Lifetime.TotalMilliseconds;
        session.Execute(SqliteStatements.ForgetKeys, tooOld);
        if (session.ReadOne(SqliteStatements.FindKey, SqliteSession.MapPet, key, tooOld) is { } first)
        {
            return first.Pet.Type == pet.Type && first.Pet.Price == pet.Price
                ? new CreateResult(CreateStatus.Created, first)
                : new CreateResult(CreateStatus.KeyUsedForAnotherPet, null);
        }

        var created = Insert(session, pet);
        session.Execute(
            SqliteStatements.KeepKey, key, now, created.Pet.Id, PetTypeName.Of(pet.Type), Price.ToCents(pet.Price));
        return new CreateResult(CreateStatus.Created, created);
    }

    private static WriteResult Change(SqliteSession session, long id, VersionCondition condition, Func<long, StoredPet?> change)
    {
        if (session.ReadOne(SqliteStatements.Find, SqliteSession.MapPet, id) is not { } current)
            return new WriteResult(WriteStatus.NotFound, null);
        if (!condition.HoldsFor(current.Version))
            return new WriteResult(WriteStatus.ConditionFailed, null);

        return new WriteResult(WriteStatus.Done, change(current.Version));
    }

    // Reads take microseconds and never wait: switching threads would cost more.
    private T Read<T>(Func<SqliteSession, T> read)
    {
        SqliteSession? session = null;
        try
        {
            session = _readers.TryTake(out var idle) ? idle : Open();
            var answer = read(session);
            _readers.Add(session);
            session = null;
            return answer;
        }
        catch (SqliteException failure)
        {
            throw Unavailable(failure);
        }
        finally
        {
            session?.Dispose();
        }
    }

    // Never opens a file that has replaced the one being written.
    private SqliteSession Open()
    {
        _writer!.Files.ThrowIfLost();
        return new SqliteSession(_path);
    }

    private static async Task<T> GuardAsync<T>(Task<T> write)
    {
        try
        {
            return await write;
        }
        catch (SqliteException failure)
        {
            throw Unavailable(failure);
        }
    }

    private static StoreUnavailableException Unavailable(SqliteException failure) => failure.SqliteErrorCode == raw.SQLITE_READONLY
        ? new StoreNotWritableException("The store is read-only.", failure.Message, failure)
        : new StoreUnavailableException(failure.Message, failure);

    [LoggerMessage(LogLevel.Error, "{Path} is read-only: reads are answered, writes are refused, and the store is not ready.")]
    private partial void LogReadOnly(string path);
}
