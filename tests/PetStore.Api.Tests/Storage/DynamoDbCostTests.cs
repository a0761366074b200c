using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Microsoft.Extensions.Time.Testing;
using PetStore.Api.Pets;
using PetStore.Api.Storage;
using PetStore.Testing;

namespace PetStore.Api.Tests.Storage;

/// <summary>The requests and capacity units of each operation, as README.md beside the engine states them. (Dynalite counts what reading
/// the index uses, but not what keeping it uses.)</summary>
public sealed class DynamoDbCostTests(DynaliteFixture dynalite) : IAsyncLifetime
{
    private readonly DynamoDbPlace _place = new(new FakeTimeProvider());
    private MeteredClient _meter = null!;
    private IPetStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => OpenAsync();

    public ValueTask DisposeAsync()
    {
        _place.Dispose();
        _meter?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_start_reads_the_counter_and_queries_the_index()
    {
        await OpenAsync(keepMeter: true);

        Assert.Equal(["GetItem", "Query"], _meter.Read().Select(metered => metered.Operation).Order());
    }

    [Fact]
    public async Task A_check_is_half_a_read()
    {
        await _store.CheckAsync(Cancellation);

        Assert.Equal([new("GetItem", 0.5, 0)], _meter.Read());
    }

    [Fact]
    public async Task A_pet_by_id_is_one_consistent_read()
    {
        await _store.FindAsync(1, Cancellation);

        Assert.Equal([new("GetItem", 1, 0)], _meter.Read());
    }

    [Fact]
    public async Task A_create_is_one_write_and_its_share_of_the_counter()
    {
        await CreateAsync(null);

        Assert.Equal([new("UpdateItem", 1, 0), new("PutItem", 1, 0)], _meter.Read());
    }

    [Fact]
    public async Task A_create_with_a_key_is_two_writes_and_its_share_of_the_counter()
    {
        await CreateAsync(new string('k', IdempotencyKey.MaxLength));

        Assert.Equal([new("UpdateItem", 1, 0), new("PutItem", 1, 0), new("PutItem", 1, 0)], _meter.Read());
    }

    [Fact]
    public async Task A_block_of_ids_is_one_write()
    {
        _place.Settings["Storage:DynamoDb:IdBlockSize"] = "50";
        await OpenAsync();

        for (var i = 0; i < 50; i++)
            await CreateAsync(null);

        Assert.Single(_meter.Read(), metered => metered.Operation == "UpdateItem");
    }

    [Fact]
    public async Task Creates_that_wait_together_share_the_counter()
    {
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => CreateAsync(null)));

        Assert.InRange(_meter.Read().Count(metered => metered.Operation == "UpdateItem"), 1, 8);
    }

    [Fact]
    public async Task A_replacement_is_one_write()
    {
        await _store.ReplaceAsync(1, new NewPet(PetType.Dog, 1m), VersionCondition.None, Cancellation);
        await _store.ReplaceAsync(1, new NewPet(PetType.Dog, 2m), new VersionCondition(AnyOf: [2]), Cancellation);

        Assert.Equal([new("UpdateItem", 1, 0), new("UpdateItem", 1, 0)], _meter.Read());
    }

    [Fact]
    public async Task A_deletion_is_a_read_and_a_write()
    {
        await _store.DeleteAsync(1, VersionCondition.None, Cancellation);

        Assert.Equal([new("GetItem", 1, 0), new("DeleteItem", 1, 0)], _meter.Read());
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(100, 1)]
    public async Task A_page_is_one_query_for_its_own_pets(int limit, double units)
    {
        await CreateManyAsync(300);

        var page = await _store.ListAsync(new PetQuery(null, 0, 0, limit), Cancellation);

        Assert.Equal(limit, page.Pets.Length);
        Assert.Equal([new("Query", units, 0)], _meter.Read());
    }

    [Fact]
    public async Task A_page_of_a_type_is_one_query_of_the_index()
    {
        await CreateManyAsync(300);

        var page = await _store.ListAsync(new PetQuery(PetType.Bird, 50, 0, 100), Cancellation);

        Assert.Equal(100, page.Pets.Length);
        Assert.Equal([new("Query", 0, 0.5)], _meter.Read());
    }

    [Fact]
    public async Task A_page_that_skips_pets_is_two_queries()
    {
        await CreateManyAsync(300);

        var page = await _store.ListAsync(new PetQuery(null, 0, 200, 20), Cancellation);

        Assert.Equal(Enumerable.Range(201, 20).Select(id => (long)id), page.Pets.Select(pet => pet.Id));
        var metered = _meter.Read();
        Assert.Equal(["Query", "Query"], metered.Select(query => query.Operation));
        Assert.InRange(metered.Sum(query => query.Table), 2, 4);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("bird")]
    public async Task A_page_of_four_shards_is_four_queries_that_read_few_extra_pets(string? typeName)
    {
        _place.Settings["Storage:DynamoDb:Shards"] = "4";
        _place.Rename();
        await OpenAsync();
        await CreateManyAsync(300);

        var page = await _store.ListAsync(new PetQuery(typeName is null ? null : PetType.Bird, 50, 0, 100), Cancellation);

        Assert.Equal(Enumerable.Range(51, 100).Select(id => (long)id), page.Pets.Select(pet => pet.Id));
        Assert.Equal(Enumerable.Repeat(typeName is null ? new Metered("Query", 1, 0) : new("Query", 0, 0.5), 4), _meter.Read());
    }

    [Fact]
    public async Task A_pet_of_a_sharded_store_is_one_consistent_read()
    {
        _place.Settings["Storage:DynamoDb:Shards"] = "4";
        _place.Rename();
        await OpenAsync();

        await _store.FindAsync(3, Cancellation);

        Assert.Equal([new("GetItem", 1, 0)], _meter.Read());
    }

    private async ValueTask OpenAsync(bool keepMeter = false)
    {
        _store = _place.Open((await dynalite.StartedAsync()).Endpoint, client =>
            _meter = new MeteredClient(new BasicAWSCredentials("local", "local"), (AmazonDynamoDBConfig)client.Config));
        await _store.InitializeAsync(Cancellation);
        if (!keepMeter)
            _meter.Read();
    }

    private Task<CreateResult> CreateAsync(string? key) =>
        _store.CreateAsync(new NewPet(PetType.Bird, 999_999.99m), key, Cancellation);

    private async Task CreateManyAsync(int count)
    {
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => CreateAsync(null)));
        _meter.Read();
    }
}
