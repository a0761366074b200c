using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using PetStore.Api.Pets;
using PetStore.Api.Storage;
using PetStore.Api.Storage.DynamoDb;
using PetStore.Testing;

namespace PetStore.Benchmarks.Storage;

internal sealed class DynamoDbOfSize : StoreOfSize
{
    // BatchWriteItem takes no more at once.
    private const int BatchSize = 25;

    private readonly DynamoDbOptions _options;
    private readonly PetTable _table;

    public DynamoDbOfSize(long pets, Uri endpoint) : base(pets)
    {
        _options = new DynamoDbOptions { TableName = $"pets-{pets}", CreateTable = true };
        Client = new MeteredClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = endpoint.OriginalString, Timeout = TimeSpan.FromSeconds(60) });
        _table = new PetTable(new Lazy<IAmazonDynamoDB>(Client), _options.TableName, new PetShards(_options.Shards));
        Store = new DynamoDbPetStore(new Lazy<IAmazonDynamoDB>(Client), _options, TimeProvider.System);
    }

    public MeteredClient Client { get; }

    public override IPetStore Store { get; }

    public override async Task FillAsync()
    {
        await Store.InitializeAsync(CancellationToken.None);
        for (long first = Pet.Samples.Count + 1; first <= Pets; first += BatchSize)
            await WriteAsync(first, Math.Min(first + BatchSize - 1, Pets));

        await Client.PutItemAsync(_options.TableName, PetIds.NewCounter(Pets, shards: 1));
        Client.Read();
    }

    public override ValueTask DisposeAsync()
    {
        Client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WriteAsync(long first, long last)
    {
        var writes = new List<WriteRequest>(BatchSize);
        for (var id = first; id <= last; id++)
        {
            var pet = new NewPet((PetType)(id % 5), Price.FromCents(id % 100_000_000));
            writes.Add(new WriteRequest(new PutRequest(PetItem.New(_table, id, pet, record: null))));
        }

        await Client.BatchWriteItemAsync(new Dictionary<string, List<WriteRequest>> { [_options.TableName] = writes });
    }
}
