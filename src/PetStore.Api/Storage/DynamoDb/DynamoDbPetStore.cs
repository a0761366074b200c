using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using PetStore.Api.Pets;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>The pets in a DynamoDB table. README.md beside this file has the table's design, what each operation costs, and the limits.</summary>
internal sealed class DynamoDbPetStore : IPetStore
{
    private const int ExportChunk = 250;

    // A health check that takes longer is a failure to whoever asks.
    private static readonly TimeSpan CheckDeadline = TimeSpan.FromSeconds(2);

    private readonly PetTable _table;
    private readonly PetIds _ids;
    private readonly PetCreation _creation;
    private readonly PetChanges _changes;
    private readonly TableStart _start;

    public DynamoDbPetStore(Lazy<IAmazonDynamoDB> client, DynamoDbOptions options, TimeProvider time)
    {
        _table = new PetTable(client, options.TableName);
        _ids = new PetIds(_table, options.IdBlockSize);
        _creation = new PetCreation(_table, _ids, time);
        _changes = new PetChanges(_table, time);
        _start = new TableStart(_table, options.CreateTable);
    }

    // On a thread of its own: the SDK does much, and looks for credentials, before it first awaits.
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
        RunAsync(limited => ReadPageAsync(query, limited), cancellationToken);

    public async IAsyncEnumerable<Pet[]> ExportAsync(PetType? type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PetPage page;
        for (long? after = null; ; after = page.Pets[^1].Id)
        {
            page = await ListAsync(new PetQuery(type, after, Skip: 0, ExportChunk), cancellationToken);
            yield return page.Pets;
            if (!page.HasMore)
                yield break;
        }
    }

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
                    // An emulator was restarted empty, say: the table is looked for again, and made again where that is configured.
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
        await _table.GetAsync(PetItem.Key(id), consistent: true, cancellationToken) is { } item ? PetItem.Read(item).Stored : null;

    private async Task<PetPage> ReadPageAsync(PetQuery query, CancellationToken cancellationToken)
    {
        Item? start = null;
        for (var left = query.Skip; left > 0;)
        {
            var counting = PetQueries.Count(query, left, start);
            var counted = await _table.QueryAsync(counting, cancellationToken);
            left -= counted.Count ?? 0;
            start = counted.LastEvaluatedKey;
            if (start is not { Count: > 0 })
                return new PetPage([], HasMore: false);
        }

        // One more than the page, to know whether there is a next one. A Query ends early only past 1 MB: never, with pets so small.
        var pets = new List<Pet>(query.Limit + 1);
        do
        {
            var request = PetQueries.Read(query, query.Limit + 1 - pets.Count, start);
            var read = await _table.QueryAsync(request, cancellationToken);
            pets.AddRange((read.Items ?? []).Select(PetItem.ReadPet));
            start = read.LastEvaluatedKey;
        }
        while (pets.Count <= query.Limit && start is { Count: > 0 });

        return new PetPage([.. pets.Take(query.Limit)], pets.Count > query.Limit);
    }
}
