using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace PetStore.Testing;

/// <summary>A request and the capacity units that it used, in the table and in its index.</summary>
public sealed record Metered(string Operation, double Table, double Index);

/// <summary>The SDK's client, asking for the capacity that each request uses. Only the five requests that a running store may make.</summary>
public sealed class MeteredClient(AWSCredentials credentials, AmazonDynamoDBConfig config) : AmazonDynamoDBClient(credentials, config)
{
    private readonly List<Metered> _metered = [];

    /// <summary>What was used since the last call.</summary>
    public Metered[] Read()
    {
        lock (_metered)
        {
            var metered = _metered.ToArray();
            _metered.Clear();
            return metered;
        }
    }

    public override async Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancellationToken = default)
    {
        request.ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES;
        var response = await base.GetItemAsync(request, cancellationToken);
        return Note("GetItem", response, response.ConsumedCapacity);
    }

    public override async Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancellationToken = default)
    {
        request.ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES;
        var response = await base.QueryAsync(request, cancellationToken);
        return Note("Query", response, response.ConsumedCapacity);
    }

    public override async Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancellationToken = default)
    {
        request.ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES;
        var response = await base.PutItemAsync(request, cancellationToken);
        return Note("PutItem", response, response.ConsumedCapacity);
    }

    public override async Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancellationToken = default)
    {
        request.ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES;
        var response = await base.UpdateItemAsync(request, cancellationToken);
        return Note("UpdateItem", response, response.ConsumedCapacity);
    }

    public override async Task<DeleteItemResponse> DeleteItemAsync(DeleteItemRequest request, CancellationToken cancellationToken = default)
    {
        request.ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES;
        var response = await base.DeleteItemAsync(request, cancellationToken);
        return Note("DeleteItem", response, response.ConsumedCapacity);
    }

    public override Task<ScanResponse> ScanAsync(ScanRequest request, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("A store must not scan.");

    private T Note<T>(string operation, T response, ConsumedCapacity used)
    {
        lock (_metered)
        {
            _metered.Add(new Metered(
                operation,
                used.Table?.CapacityUnits ?? used.CapacityUnits ?? 0,
                used.GlobalSecondaryIndexes?.Values.Sum(index => index.CapacityUnits) ?? 0));
        }

        return response;
    }
}
