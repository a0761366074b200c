using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using PetStore.Api.Pets;
using PetStore.Api.Storage;
using PetStore.Api.Tests.RealProcess;
using PetStore.Testing;

namespace PetStore.Api.Tests.Storage;

public sealed class DynamoDbStartTests(DynaliteFixture dynalite) : IAsyncLifetime
{
    private readonly DynamoDbPlace _place = new(TimeProvider.System);
    private Dynalite _server = null!;
    private AmazonDynamoDBClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await dynalite.StartedAsync();
        _client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"), new AmazonDynamoDBConfig { ServiceURL = _server.Endpoint.OriginalString });
    }

    public ValueTask DisposeAsync()
    {
        _place.Dispose();
        _client?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_missing_table_is_reported_with_the_settings_that_choose_it()
    {
        _place.Settings["Storage:DynamoDb:CreateTable"] = "false";

        await AssertStopsAsync(_server.Endpoint, $"'{_place.Table}'", "Storage__DynamoDb__TableName", "Storage__DynamoDb__CreateTable");
    }

    [Theory]
    [InlineData("id", null)]
    [InlineData("pk", null)]
    [InlineData("pk", "sk")]
    public async Task A_table_with_other_keys_or_without_the_index_is_refused(string hash, string? range)
    {
        await CreateForeignTableAsync(hash, range);

        await AssertStopsAsync(_server.Endpoint, $"'{_place.Table}'", "by-type", "Storage__DynamoDb__TableName");
    }

    [Theory]
    [InlineData("UnrecognizedClientException")]
    [InlineData("AccessDeniedException")]
    [InlineData("ExpiredTokenException")]
    public async Task Refused_credentials_are_reported(string refusal)
    {
        await using var proxy = await FaultProxy.StartAsync(_server.Endpoint);
        proxy.Inject = _ => DynamoDbFaults.Error(400, refusal);

        await AssertStopsAsync(proxy.Endpoint, refusal, "AWS_ACCESS_KEY_ID");
    }

    [Fact]
    public async Task Throttling_is_reported_as_throttling_and_not_as_a_wrong_region()
    {
        await using var proxy = await FaultProxy.StartAsync(_server.Endpoint);
        proxy.Inject = _ => DynamoDbFaults.Throttle;

        await AssertStopsAsync(proxy.Endpoint, "throttles", "ProvisionedThroughputExceededException");
    }

    [Fact]
    public async Task An_address_that_does_not_respond_is_reported() =>
        await AssertStopsAsync(new Uri($"http://127.0.0.1:{FreePort.Next()}"), "cannot be reached", "AWS_ENDPOINT_URL_DYNAMODB");

    [Fact]
    public async Task A_store_that_has_lost_its_counter_continues_from_the_last_pet()
    {
        var store = await StartAsync();
        await store.CreateAsync(new NewPet(PetType.Bird, 1m), null, Cancellation);
        await store.DeleteAsync(1, VersionCondition.None, Cancellation);
        await _client.DeleteItemAsync(_place.Table, CounterKey(), Cancellation);

        Assert.Equal(5, (await store.CreateAsync(new NewPet(PetType.Bird, 3m), null, Cancellation)).Pet!.Pet.Id);
        Assert.Equal([2, 3, 4, 5], (await store.ListAsync(new PetQuery(null, 0, 0, 10), Cancellation)).Pets.Select(pet => pet.Id));
    }

    [Theory]
    [InlineData("1", "4")]
    [InlineData("4", "1")]
    [InlineData("4", "5")]
    public async Task A_number_of_shards_that_differs_from_the_tables_stops_the_start(string made, string set)
    {
        _place.Settings["Storage:DynamoDb:Shards"] = made;
        await StartAsync();

        _place.Settings["Storage:DynamoDb:Shards"] = set;

        await AssertStopsAsync(_server.Endpoint, $"Storage:DynamoDb:Shards is {set}", $"was made with {made}", $"Set it to {made}");
    }

    [Fact]
    public async Task A_table_that_disappears_is_created_again_when_that_is_configured()
    {
        var store = await StartAsync();
        await store.CreateAsync(new NewPet(PetType.Bird, 1m), null, Cancellation);
        await DeleteTableAsync();

        await store.CheckAsync(Cancellation);

        Assert.Equal(Pet.Samples, (await store.ListAsync(new PetQuery(null, null, 0, 10), Cancellation)).Pets);
        Assert.Equal(4, (await store.CreateAsync(new NewPet(PetType.Bird, 3m), null, Cancellation)).Pet!.Pet.Id);
    }

    [Fact]
    public async Task A_table_that_disappears_is_looked_for_again()
    {
        await StartAsync();
        _place.Settings["Storage:DynamoDb:CreateTable"] = "false";
        var store = await StartAsync();
        await DeleteTableAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CheckAsync(Cancellation));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.FindAsync(1, Cancellation));

        _place.Settings["Storage:DynamoDb:CreateTable"] = "true";
        await StartAsync();

        await store.CheckAsync(Cancellation);
        Assert.NotNull(await store.FindAsync(1, Cancellation));
    }

    [Fact]
    public async Task A_counter_that_is_behind_its_pets_does_not_overwrite_them()
    {
        var store = await StartAsync();
        await store.CreateAsync(new NewPet(PetType.Bird, 1m), null, Cancellation);
        await _client.PutItemAsync(_place.Table, new(CounterKey()) { ["n"] = new() { N = "2" } }, Cancellation);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CreateAsync(new NewPet(PetType.Dog, 2m), null, Cancellation));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CreateAsync(new NewPet(PetType.Dog, 2m), "key", Cancellation));

        Assert.Equal(new StoredPet(new Pet(3, PetType.Fish, 0.99m), 1), await store.FindAsync(3, Cancellation));
        Assert.Equal(new StoredPet(new Pet(4, PetType.Bird, 1m), 1), await store.FindAsync(4, Cancellation));
        Assert.Equal(5, (await store.CreateAsync(new NewPet(PetType.Dog, 2m), null, Cancellation)).Pet!.Pet.Id);
    }

    [Fact]
    public async Task The_app_keeps_its_pets_in_the_table()
    {
        await using var app = Launch(_server.Environment(_place.Table));
        var line = await app.WaitForLineAsync(line => line.Contains("Now listening on: ", StringComparison.Ordinal));
        using var http = new HttpClient { BaseAddress = new Uri(line.Split("listening on: ")[1].Split('"')[0]) };

        Assert.Equal(
            """[{"id":1,"type":"dog","price":249.99},{"id":2,"type":"cat","price":124.99},{"id":3,"type":"fish","price":0.99}]""",
            await http.GetStringAsync("pets/", Cancellation));
        Assert.Contains("ok", await http.GetStringAsync("health/ready", Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_REGION", "There is no AWS region: set AWS_REGION.")]
    [InlineData("AWS_ACCESS_KEY_ID", "There are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.")]
    [InlineData("Storage__DynamoDb__CreateTable", "There is no DynamoDB table")]
    public async Task A_missing_setting_stops_the_start_with_one_line(string missing, string line)
    {
        var environment = _server.Environment(_place.Table);
        environment[missing] = null;

        await using var app = Launch(environment);
        var code = await app.WaitForExitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(1, code);
        Assert.StartsWith(line, Assert.Single(app.Output.Split('\n')), StringComparison.Ordinal);
    }

    private static Dictionary<string, AttributeValue> CounterKey() => new() { ["pk"] = new("counter"), ["sk"] = new() { N = "0" } };

    // Without the AWS settings of this machine or instance.
    private static ChildProcess Launch(Dictionary<string, string?> environment)
    {
        foreach (var name in new[] { "AWS_PROFILE", "AWS_DEFAULT_REGION", "AWS_SESSION_TOKEN", "AWS_LAMBDA_FUNCTION_NAME" })
            environment[name] = null;

        environment["HOME"] = Path.GetTempPath();
        environment["AWS_EC2_METADATA_DISABLED"] = "true";
        return ChildProcess.Start(
            "dotnet", [StoreProcess.Program, "--urls=http://127.0.0.1:0"], environment, Path.GetDirectoryName(StoreProcess.Program));
    }

    private async Task<IPetStore> StartAsync()
    {
        var store = _place.Open(_server.Endpoint);
        await store.InitializeAsync(Cancellation);
        return store;
    }

    private async Task AssertStopsAsync(Uri endpoint, params string[] words)
    {
        var stopped = await Assert.ThrowsAsync<StoreConfigurationException>(
            () => _place.Open(endpoint).InitializeAsync(Cancellation));

        Assert.DoesNotContain('\n', stopped.Message);
        Assert.All(words, word => Assert.Contains(word, stopped.Message, StringComparison.Ordinal));
    }

    private async Task DeleteTableAsync()
    {
        await _client.DeleteTableAsync(_place.Table, Cancellation);
        await Assert.ThrowsAsync<ResourceNotFoundException>(async () =>
        {
            while (true)
                await _client.DescribeTableAsync(_place.Table, Cancellation);
        });
    }

    private async Task CreateForeignTableAsync(string hash, string? range)
    {
        var request = new CreateTableRequest
        {
            TableName = _place.Table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new(hash, ScalarAttributeType.S)],
            KeySchema = [new(hash, KeyType.HASH)],
        };
        if (range is not null)
        {
            request.AttributeDefinitions.Add(new(range, ScalarAttributeType.N));
            request.KeySchema.Add(new(range, KeyType.RANGE));
        }

        await _client.CreateTableAsync(request, Cancellation);
        var describe = new DescribeTableRequest { TableName = _place.Table };
        while ((await _client.DescribeTableAsync(describe, Cancellation)).Table.TableStatus != TableStatus.ACTIVE)
            await Task.Yield();
    }
}
