using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>The outcome of a conditional write.</summary>
internal enum Outcome
{
    Done,
    ConditionFailed,

    /// <summary>The condition failed after an attempt of the same request that may have succeeded and so broken it.</summary>
    ConditionFailedUnclear,
}

/// <summary>The table's requests. A failed condition is a result; every other failure is an exception.</summary>
/// <param name="client">Created at first use, so that the SDK can start while the app starts.</param>
/// <param name="name">The table's name.</param>
/// <param name="shards">How its pets are partitioned.</param>
internal sealed class PetTable(Lazy<IAmazonDynamoDB> client, string name, PetShards shards)
{
    public string Name => name;

    public PetShards Shards => shards;

    public Item PetKey(long id) => Attributes.Key(shards.PartitionOf(id), id);

    /// <summary>Sends any request, with the retries of <see cref="Attempts"/>.</summary>
    public Task<T> SendAsync<T>(Func<IAmazonDynamoDB, CancellationToken, Task<T>> send, CancellationToken cancellationToken) =>
        Attempts.SendAsync(stop => send(client.Value, stop), cancellationToken);

    public async Task<Item?> GetAsync(Item key, bool consistent, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = name, Key = key, ConsistentRead = consistent };
        var response = await SendAsync((dynamoDb, stop) => dynamoDb.GetItemAsync(request, stop), cancellationToken);
        return response.IsItemSet ? response.Item : null;
    }

    public Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        request.TableName = name;
        return SendAsync((dynamoDb, stop) => dynamoDb.QueryAsync(request, stop), cancellationToken);
    }

    public Task<Outcome> PutAsync(PutItemRequest request, CancellationToken cancellationToken)
    {
        request.TableName = name;
        return TryAsync(SendAsync((dynamoDb, stop) => dynamoDb.PutItemAsync(request, stop), cancellationToken));
    }

    public Task<Outcome> DeleteAsync(DeleteItemRequest request, CancellationToken cancellationToken)
    {
        request.TableName = name;
        return TryAsync(SendAsync((dynamoDb, stop) => dynamoDb.DeleteItemAsync(request, stop), cancellationToken));
    }

    /// <returns>The attributes that the request asks for; null if its condition failed.</returns>
    public async Task<Item?> UpdateAsync(UpdateItemRequest request, CancellationToken cancellationToken)
    {
        request.TableName = name;
        try
        {
            return (await SendAsync((dynamoDb, stop) => dynamoDb.UpdateItemAsync(request, stop), cancellationToken)).Attributes ?? [];
        }
        catch (Exception failure) when (failure is ConditionalCheckFailedException or UnclearConditionException)
        {
            return null;
        }
    }

    private static async Task<Outcome> TryAsync(Task write)
    {
        try
        {
            await write;
            return Outcome.Done;
        }
        catch (ConditionalCheckFailedException)
        {
            return Outcome.ConditionFailed;
        }
        catch (UnclearConditionException)
        {
            return Outcome.ConditionFailedUnclear;
        }
    }
}
