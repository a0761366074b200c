using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>Queries of one shard: all pets from the table, strongly consistent; pets of a type from the index.</summary>
internal static class PetQueries
{
    public static QueryRequest Read(PetQuery query, PetShards shards, int shard, int limit, Item? start)
    {
        var request = Pets(query, shards, shard, limit, start);
        request.ProjectionExpression = "sk, t, c";
        return request;
    }

    /// <summary>Counts the pets of the only shard without sending them; the response says where the next ones start.</summary>
    public static QueryRequest Count(PetQuery query, PetShards shards, int limit, Item? start)
    {
        var request = Pets(query, shards, 0, limit, start);
        request.Select = Select.COUNT;
        return request;
    }

    private static QueryRequest Pets(PetQuery query, PetShards shards, int shard, int limit, Item? start)
    {
        var beyond = query.NewestFirst ? "<" : ">";
        var request = new QueryRequest
        {
            KeyConditionExpression = $"pk = :in AND sk {beyond} :bound",
            ScanIndexForward = !query.NewestFirst,
            ConsistentRead = true,
            ExpressionAttributeValues = new()
            {
                [":in"] = Attributes.Text(shards.Partition(shard)),
                [":bound"] = Attributes.Number(query.Bound),
            },
            Limit = limit,
            ExclusiveStartKey = start,
        };
        if (query.Type is { } type)
        {
            request.IndexName = Attributes.TypeIndex;
            request.KeyConditionExpression = $"t = :in AND sk {beyond} :bound";
            request.ConsistentRead = false;
            request.ExpressionAttributeValues[":in"] = Attributes.Text(shards.TypeKey(type, shard));
        }

        return request;
    }
}
