using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using PetStore.Api.Pets;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>The pets in a DynamoDB table. README.md beside this file has the table's design, what each operation costs, and the limits.</summary>
internal sealed class DynamoDbPetStore : IPetStore
{
    // Load balancers give up on slower health checks.
    private static readonly TimeSpan CheckDeadline = TimeSpan.FromSeconds(2);

    private readonly PetTable _table;
    private readonly PetIds _ids;
    private readonly PetReader _reader;
    private readonly PetCreation _creation;
    private readonly PetChanges _changes;
    private readonly TableStart _start;

    public DynamoDbPetStore(Lazy<IAmazonDynamoDB> client, DynamoDbOptions options, TimeProvider time)
    {
        _table = new PetTable(client, options.TableName, new PetShards(options.Shards));
        _reader = new PetReader(_table);
        _ids = new PetIds(_table, options.IdBlockSize);
        _creation = new PetCreation(_table, _ids, time);
        _changes = new PetChanges(_table, time);
        _start = new TableStart(_table, options.CreateTable);
    }

    // On a thread-pool thread: the SDK does a lot, such as looking for credentials, before its first await.
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StoreFaults.GuardAsync(
                limited => Task.Run(() => StartAsync(limited), limited).WaitAsync(limited), cancellationToken);
        }
        catch (Exception failure) when (StoreFaults.Explain(failure, _table.Name) is { } configuration)
        {
            throw configuration;
        }
    }

    public Task CheckAsync(CancellationToken cancellationToken) =>
        RunAsync(
            async limited => await _table.GetAsync(PetIds.CounterKey, consistent: false, limited) ?? throw new CounterMissingException(_table.Name),
            cancellationToken, CheckDeadline);

    public Task<StoredPet?> FindAsync(long id, CancellationToken cancellationToken) =>
        RunAsync(limited => FindPetAsync(id, limited), cancellationToken);

    public Task<PetPage> ListAsync(PetQuery query, CancellationToken cancellationToken) =>
        RunAsync(limited => _reader.ReadPageAsync(query, limited), cancellationToken);

    public IAsyncEnumerable<Pet[]> ExportAsync(PetType? type, CancellationToken cancellationToken) =>
        _reader.ExportAsync(type, (request, stop) => RunAsync(limited => _table.QueryAsync(request, limited), stop), cancellationToken);

    public Task<CreateResult> CreateAsync(NewPet pet, string? idempotencyKey, CancellationToken cancellationToken) =>
        RunAsync(limited => _creation.CreateAsync(pet, idempotencyKey, limited), cancellationToken);

    public Task<WriteResult> ReplaceAsync(long id, NewPet pet, VersionCondition condition, CancellationToken cancellationToken) =>
        RunAsync(limited => _changes.ReplaceAsync(id, pet, condition, limited), cancellationToken);

    public Task<WriteResult> DeleteAsync(long id, VersionCondition condition, CancellationToken cancellationToken) =>
        RunAsync(limited => _changes.DeleteAsync(id, condition, limited), cancellationToken);

    private Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken, TimeSpan? deadline = null) =>
        StoreFaults.GuardAsync(
            async limited =>
            {
                try
                {
                    return await operation(limited);
                }
                catch (Exception failure) when (failure is ResourceNotFoundException or CounterMissingException)
                {
                    // For example an emulator that was restarted empty: look for the table again, and create it if configured.
                    await StartAsync(limited);
                    return await operation(limited);
                }
            },
            cancellationToken, deadline);

    private async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        await _start.RunAsync(cancellationToken);
        _ids.Forget();
        return true;
    }

    private async Task<StoredPet?> FindPetAsync(long id, CancellationToken cancellationToken) =>
        await _table.GetAsync(_table.PetKey(id), consistent: true, cancellationToken) is { } item ? PetItem.Read(item).Stored : null;
}
