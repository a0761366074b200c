using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>The Querys behind a page: all pets from the table, consistently; those of a type from the index.</summary>
internal static class PetQueries
{
    public static QueryRequest Read(PetQuery query, int limit, Item? start)
    {
        var request = Pets(query, limit, start);
        request.ProjectionExpression = "sk, t, c";
        return request;
    }

    /// <summary>Counts without sending the pets; the answer says where the next ones start.</summary>
    public static QueryRequest Count(PetQuery query, int limit, Item? start)
    {
        var request = Pets(query, limit, start);
        request.Select = Select.COUNT;
        return request;
    }

    private static QueryRequest Pets(PetQuery query, int limit, Item? start)
    {
        var beyond = query.NewestFirst ? "<" : ">";
        var request = new QueryRequest
        {
            KeyConditionExpression = $"pk = :in AND sk {beyond} :bound",
            ScanIndexForward = !query.NewestFirst,
            ConsistentRead = true,
            ExpressionAttributeValues = new()
            {
                [":in"] = Attributes.Text(Attributes.PetPartition),
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
            request.ExpressionAttributeValues[":in"] = Attributes.Type(type);
        }

        return request;
    }
}
