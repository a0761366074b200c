using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using PetStore.Api.Pets;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>
/// Prepares the table before the first request: checks it, creates it if configured, and fills a new one with the sample pets. The counter
/// is written last, so an interrupted start is repeated, and a complete store is left alone.
/// </summary>
internal sealed class TableStart(PetTable table, bool createTable)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!await IsCompleteAsync(cancellationToken))
            await FillAsync(cancellationToken);
    }

    private async Task<bool> IsCompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ProbeAsync(cancellationToken);
        }
        catch (ResourceNotFoundException) when (createTable)
        {
            await TableCreation.RunAsync(table, cancellationToken);
            return false;
        }
    }

    // The cheapest requests that verify keys and index. They also warm up the path of the first real requests.
    private async Task<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        var counter = table.GetAsync(PetIds.CounterKey, consistent: true, cancellationToken);
        var index = table.QueryAsync(PetQueries.Read(new PetQuery(PetType.Dog, null, 0, 1), table.Shards, 0, 1, null), cancellationToken);
        await Task.WhenAll(counter, index);
        if (await counter is not { } found)
            return false;

        var shards = found.ContainsKey("s") ? found.Long("s") : 1;
        return shards == table.Shards.Count ? true : throw new StoreConfigurationException(
            $"Storage:DynamoDb:Shards is {table.Shards.Count}, but the table '{table.Name}' was made with {shards}. Set it to {shards}, or use another table.");
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        // Pets beyond the samples but no counter: it was lost, and continues after the last pet.
        var samples = Pet.Samples;
        var last = Math.Max(await LastIdAsync(cancellationToken), samples.Count);
        if (last == samples.Count)
            await Task.WhenAll(samples.Select(pet => PutAsync(PetItem.New(table, pet.Id, new NewPet(pet.Type, pet.Price), record: null), cancellationToken)));

        // Another process may be first, with another number of shards.
        if (await PutAsync(PetIds.NewCounter(last, table.Shards.Count), cancellationToken) != Outcome.Done)
            await ProbeAsync(cancellationToken);
    }

    private async Task<long> LastIdAsync(CancellationToken cancellationToken)
    {
        var newest = await new PetReader(table).ReadPageAsync(new PetQuery(null, null, 0, 1, NewestFirst: true), cancellationToken);
        return newest.Pets is [var pet] ? pet.Id : 0;
    }

    private Task<Outcome> PutAsync(Dictionary<string, AttributeValue> item, CancellationToken cancellationToken) =>
        table.PutAsync(
            new PutItemRequest { Item = item, ConditionExpression = "attribute_not_exists(pk)" },
            cancellationToken);
}
