using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using PetStore.Api.Pets;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>Lists of pets: the shards are read side by side, and merged in id order.</summary>
internal sealed class PetReader(PetTable table)
{
    private const int ExportChunk = 250;

    // Bounds the memory, and the time until the first pet.
    private const int LargestChunk = 1000;

    public async Task<PetPage> ReadPageAsync(PetQuery query, CancellationToken cancellationToken)
    {
        var (skip, start) = (query.Skip, (Item?)null);
        if (skip > 0 && table.Shards.Count == 1)
        {
            start = await CountAsync(query, cancellationToken);
            if (start is null)
                return new PetPage([], HasMore: false);

            skip = 0;
        }

        // One extra pet tells whether there is a next page.
        var wanted = skip + query.Limit + 1;
        var pets = new List<Pet>(query.Limit + 1);
        var cursors = Cursors(query, Chunk(wanted), ahead: false, start, table.QueryAsync, cancellationToken);
        for (var taken = 0; taken < wanted && await NextAsync(cursors, query.NewestFirst) is { } pet; taken++)
        {
            if (taken >= skip)
                pets.Add(pet);
        }

        return new PetPage([.. pets.Take(query.Limit)], pets.Count > query.Limit);
    }

    /// <param name="send">Sends one Query within a deadline; the export as a whole has none.</param>
    public async IAsyncEnumerable<Pet[]> ExportAsync(
        PetType? type, Func<QueryRequest, CancellationToken, Task<QueryResponse>> send, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursors = Cursors(new PetQuery(type, null, 0, 0), ExportChunk, ahead: true, null, send, cancellationToken);
        var pets = new List<Pet>(ExportChunk);
        do
        {
            pets.Clear();
            while (pets.Count < ExportChunk && await NextAsync(cursors, newestFirst: false) is { } pet)
                pets.Add(pet);

            yield return [.. pets];
        }
        while (pets.Count == ExportChunk);
    }

    private ShardCursor[] Cursors(
        PetQuery query, int chunk, bool ahead, Item? start,
        Func<QueryRequest, CancellationToken, Task<QueryResponse>> send, CancellationToken cancellationToken) =>
        [.. Enumerable.Range(0, table.Shards.Count).Select(shard => new ShardCursor(
            key => send(PetQueries.Read(query, table.Shards, shard, chunk, key), cancellationToken), ahead, start))];

    // The first among the shards' next pets. A Query may return no pets before the end.
    private static async ValueTask<Pet?> NextAsync(ShardCursor[] cursors, bool newestFirst)
    {
        while (Array.Exists(cursors, cursor => cursor.IsDry))
            await Task.WhenAll(cursors.Where(cursor => cursor.IsDry).Select(cursor => cursor.FillAsync()));

        ShardCursor? first = null;
        foreach (var cursor in cursors)
        {
            if (cursor.Head is { } pet && (first is null || pet.Id > first.Head!.Id == newestFirst))
                first = cursor;
        }

        return first?.Take();
    }

    // Each shard has about its share of the wanted pets. A few more avoid a second round for a shard that has more.
    private int Chunk(int wanted)
    {
        var share = (double)wanted / table.Shards.Count;
        var chunk = table.Shards.Count == 1 ? wanted : Math.Min(wanted, (int)Math.Ceiling(share + 2 * Math.Sqrt(share)));
        return Math.Min(chunk, LargestChunk);
    }

    // Skips pets without transferring them. Returns where the next ones start; null: there are none.
    private async Task<Item?> CountAsync(PetQuery query, CancellationToken cancellationToken)
    {
        Item? start = null;
        for (var left = query.Skip; left > 0;)
        {
            var counted = await table.QueryAsync(PetQueries.Count(query, table.Shards, left, start), cancellationToken);
            left -= counted.Count ?? 0;
            start = counted.LastEvaluatedKey;
            if (start is not { Count: > 0 })
                return null;
        }

        return start;
    }
}
