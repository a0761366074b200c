using System.Diagnostics.CodeAnalysis;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>
/// Ids from the table's counter, each used once. One write leases a block, or as many ids as requests are waiting for in this process if
/// that is more. Ids that a process has left when it ends are never used.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore has nothing to dispose unless its wait handle is used.")]
internal sealed class PetIds(PetTable table, int blockSize)
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SortedSet<long> _free = [];
    private int _waiting;

    public static Item CounterKey { get; } = Attributes.Key("counter", 0);

    /// <summary>The counter of a store whose last pet has this id. It keeps the number of shards, which can never change.</summary>
    public static Item NewCounter(long last, int shards) => new(CounterKey) { ["n"] = Attributes.Number(last), ["s"] = Attributes.Number(shards) };

    public async Task<long> NextAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                while (true)
                {
                    if (TakeFree() is { } id)
                        return id;

                    await LeaseAsync(Math.Max(blockSize, Volatile.Read(ref _waiting)), cancellationToken);
                }
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Takes back an id under which nothing was written.</summary>
    public void Return(long id)
    {
        lock (_free)
            _free.Add(id);
    }

    /// <summary>Forgets what was leased: the table was made anew, and its counter with it.</summary>
    public void Forget()
    {
        lock (_free)
            _free.Clear();
    }

    private long? TakeFree()
    {
        lock (_free)
        {
            if (_free.Count == 0)
                return null;

            var id = _free.Min;
            _free.Remove(id);
            return id;
        }
    }

    private async Task LeaseAsync(int count, CancellationToken cancellationToken)
    {
        // Without the condition, ADD would create a missing counter, starting at 0.
        var counter = await table.UpdateAsync(
            new UpdateItemRequest
            {
                Key = CounterKey,
                UpdateExpression = "ADD n :count",
                ConditionExpression = "attribute_exists(pk)",
                ExpressionAttributeValues = new() { [":count"] = Attributes.Number(count) },
                ReturnValues = ReturnValue.UPDATED_NEW,
            },
            cancellationToken)
            ?? throw new CounterMissingException(table.Name);

        var last = counter.Long("n");
        lock (_free)
        {
            for (var id = last - count + 1; id <= last; id++)
                _free.Add(id);
        }
    }
}

/// <summary>The table has no counter: it is empty, or somebody deleted the item.</summary>
internal sealed class CounterMissingException(string table) : Exception($"The table {table} has no counter.");
