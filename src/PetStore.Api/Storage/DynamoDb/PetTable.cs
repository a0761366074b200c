using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>What became of a conditional write.</summary>
internal enum Outcome
{
    Done,
    ConditionFailed,

    /// <summary>The condition failed after an attempt without an answer, which may be what broke it.</summary>
    ConditionFailedUnclear,
}

/// <summary>The table's five requests, with a condition that fails as an answer and every other fault as an exception.</summary>
/// <param name="client">Made at first use, so that the SDK's start can run beside the app's.</param>
/// <param name="name">The table's name.</param>
internal sealed class PetTable(Lazy<IAmazonDynamoDB> client, string name)
{
    public IAmazonDynamoDB Client => client.Value;

    public string Name => name;

    public async Task<Item?> GetAsync(Item key, bool consistent, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = name, Key = key, ConsistentRead = consistent };
        var response = await Client.GetItemAsync(request, cancellationToken);
        return response.IsItemSet ? response.Item : null;
    }

    public Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        request.TableName = name;
        return Client.QueryAsync(request, cancellationToken);
    }

    public Task<Outcome> PutAsync(PutItemRequest request, CancellationToken cancellationToken)
    {
        request.TableName = name;
        return TryAsync(Client.PutItemAsync(request, cancellationToken));
    }

    public Task<Outcome> DeleteAsync(DeleteItemRequest request, CancellationToken cancellationToken)
    {
        request.TableName = name;
        return TryAsync(Client.DeleteItemAsync(request, cancellationToken));
    }

    /// <returns>The attributes that the request asks for; null where its condition failed.</returns>
    public async Task<Item?> UpdateAsync(UpdateItemRequest request, CancellationToken cancellationToken)
    {
        request.TableName = name;
        try
        {
            return (await Client.UpdateItemAsync(request, cancellationToken)).Attributes ?? [];
        }
        catch (ConditionalCheckFailedException)
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
        catch (ConditionalCheckFailedException failure)
        {
            return UnclearAttempts.Preceded(failure) ? Outcome.ConditionFailedUnclear : Outcome.ConditionFailed;
        }
    }
}
