using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>Creates the table in an emulator; in AWS serverless.template does.</summary>
internal static class TableCreation
{
    public static async Task RunAsync(PetTable table, CancellationToken cancellationToken)
    {
        try
        {
            await table.SendAsync((dynamoDb, stop) => dynamoDb.CreateTableAsync(Request(table.Name), stop), cancellationToken);
        }
        catch (ResourceInUseException)
        {
            // Another process is making it.
        }

        var request = new DescribeTableRequest { TableName = table.Name };
        while ((await DescribeAsync()).Table.TableStatus != TableStatus.ACTIVE)
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);

        await LetRecordsExpireAsync(table, cancellationToken);

        Task<DescribeTableResponse> DescribeAsync() =>
            table.SendAsync((dynamoDb, stop) => dynamoDb.DescribeTableAsync(request, stop), cancellationToken);
    }

    internal static CreateTableRequest Request(string name) => new()
    {
        TableName = name,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        AttributeDefinitions =
        [
            new(Attributes.PartitionKey, ScalarAttributeType.S),
            new(Attributes.SortKey, ScalarAttributeType.N),
            new("t", ScalarAttributeType.S),
        ],
        KeySchema = [new(Attributes.PartitionKey, KeyType.HASH), new(Attributes.SortKey, KeyType.RANGE)],
        GlobalSecondaryIndexes =
        [
            new()
            {
                IndexName = Attributes.TypeIndex,
                KeySchema = [new("t", KeyType.HASH), new(Attributes.SortKey, KeyType.RANGE)],
                Projection = new() { ProjectionType = ProjectionType.INCLUDE, NonKeyAttributes = ["c"] },
            },
        ],
    };

    private static async Task LetRecordsExpireAsync(PetTable table, CancellationToken cancellationToken)
    {
        try
        {
            var request = new UpdateTimeToLiveRequest
            {
                TableName = table.Name,
                TimeToLiveSpecification = new() { AttributeName = Attributes.TimeToLive, Enabled = true },
            };
            await table.SendAsync((dynamoDb, stop) => dynamoDb.UpdateTimeToLiveAsync(request, stop), cancellationToken);
        }
        catch (AmazonDynamoDBException)
        {
            // Some emulators do not support expiry, others refuse a second request. Expired records count as absent anyway.
        }
    }
}
