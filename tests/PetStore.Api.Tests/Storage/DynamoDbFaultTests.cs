using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using PetStore.Api.Pets;
using PetStore.Api.Storage;
using PetStore.Testing;

namespace PetStore.Api.Tests.Storage;

/// <summary>What the store returns, and what it leaves behind, when one particular request fails.</summary>
public sealed class DynamoDbFaultTests(DynaliteFixture dynalite) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private DynamoDbPlace _place = null!;
    private FaultProxy _proxy = null!;
    private IPetStore _store = null!;
    private int _met;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _proxy = await FaultProxy.StartAsync((await dynalite.StartedAsync()).Endpoint);
        _place = new DynamoDbPlace(_time);
        _store = _place.Open(_proxy.Endpoint);
        await _store.InitializeAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _place?.Dispose();
        if (_proxy is not null)
            await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task A_create_whose_response_was_lost_creates_one_pet()
    {
        Meet(DynamoDbFaults.DropAnswer, request => request.Operation() == "PutItem");

        var created = await CreateAsync(null);

        Assert.Equal(1, _met);
        Assert.Equal(new StoredPet(new Pet(4, PetType.Bird, 5m), 1), created.Pet);
        Assert.Equal(4, (await ListAsync()).Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_create_with_a_key_whose_response_was_lost_at_either_step_creates_one_pet(bool atTheRecord)
    {
        Meet(DynamoDbFaults.DropAnswer, request => request.Operation() == "PutItem" && request.Says("#ttl") == atTheRecord);

        var created = await CreateAsync("key");

        Assert.Equal(1, _met);
        Assert.Equal(new StoredPet(new Pet(4, PetType.Bird, 5m), 1), created.Pet);
        Assert.Equal(created, await CreateAsync("key"));
        Assert.Equal(4, (await ListAsync()).Length);
    }

    [Fact]
    public async Task A_lost_lease_of_ids_leaves_a_gap_and_does_not_repeat_an_id()
    {
        Meet(DynamoDbFaults.DropAnswer, request => request.Says("ADD n"));

        Assert.Equal(5, (await CreateAsync(null)).Pet!.Pet.Id);
        Assert.Equal(6, (await CreateAsync(null)).Pet!.Pet.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_replacement_whose_response_was_lost_counts_once(bool conditional)
    {
        Meet(DynamoDbFaults.DropAnswer, request => request.Operation() == "UpdateItem");

        var result = await _store.ReplaceAsync(
            1, new NewPet(PetType.Cat, 7m), conditional ? new VersionCondition(AnyOf: [1]) : VersionCondition.None, Cancellation);

        Assert.Equal(1, _met);
        Assert.Equal(new WriteResult(WriteStatus.Done, new StoredPet(new Pet(1, PetType.Cat, 7m), 2)), result);
        Assert.Equal(result.Pet, await _store.FindAsync(1, Cancellation));
    }

    [Fact]
    public async Task An_equal_replacement_by_another_client_is_not_mistaken_for_this_one()
    {
        var other = _place.Open((await dynalite.StartedAsync()).Endpoint);
        var pet = new NewPet(PetType.Cat, 7m);
        // The first attempt does not reach the server; meanwhile another client writes the same.
        Meet(DynamoDbFaults.Close, request => request.Operation() == "UpdateItem", meanwhile: () =>
            other.ReplaceAsync(1, pet, new VersionCondition(AnyOf: [1]), Cancellation));

        var result = await _store.ReplaceAsync(1, pet, new VersionCondition(AnyOf: [1]), Cancellation);

        Assert.Equal(1, _met);
        Assert.Equal(WriteStatus.ConditionFailed, result.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deletion_whose_response_was_lost_is_done(bool conditional)
    {
        Meet(DynamoDbFaults.DropAnswer, request => request.Operation() == "DeleteItem");

        var result = await _store.DeleteAsync(1, conditional ? new VersionCondition(AnyOf: [1]) : VersionCondition.None, Cancellation);

        Assert.Equal(1, _met);
        Assert.Equal(WriteStatus.Done, result.Status);
        Assert.Equal(2, (await ListAsync()).Length);
    }

    [Fact]
    public async Task A_deletion_that_was_throttled_during_another_deletion_finds_nothing()
    {
        var other = _place.Open((await dynalite.StartedAsync()).Endpoint);
        Meet(DynamoDbFaults.Throttle, request => request.Operation() == "DeleteItem", meanwhile: () =>
            other.DeleteAsync(1, VersionCondition.None, Cancellation));

        var result = await _store.DeleteAsync(1, VersionCondition.None, Cancellation);

        Assert.Equal(1, _met);
        Assert.Equal(WriteStatus.NotFound, result.Status);
    }

    [Fact]
    public async Task The_next_request_with_the_key_completes_a_create_that_crashed_between_record_and_pet()
    {
        await CrashBetweenRecordAndPetAsync();
        Assert.Equal(3, (await ListAsync()).Length);
        Assert.Equal(5, (await CreateAsync(null)).Pet!.Pet.Id);

        var finished = await CreateAsync("key");

        Assert.Equal(new StoredPet(new Pet(4, PetType.Bird, 5m), 1), finished.Pet);
        Assert.Equal(finished.Pet, await _store.FindAsync(4, Cancellation));
        Assert.Equal(finished, await CreateAsync("key"));
        Assert.Equal([1, 2, 3, 4, 5], (await ListAsync()).Select(pet => pet.Id));
    }

    [Fact]
    public async Task Concurrent_requests_complete_a_crashed_create_once()
    {
        await CrashBetweenRecordAndPetAsync();

        var finished = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => CreateAsync("key")));

        Assert.All(finished, result => Assert.Equal(4, result.Pet!.Pet.Id));
        Assert.Equal([1, 2, 3, 4], (await ListAsync()).Select(pet => pet.Id));
    }

    [Fact]
    public async Task After_a_crash_the_key_still_refuses_another_pet()
    {
        await CrashBetweenRecordAndPetAsync();

        var other = await _store.CreateAsync(new NewPet(PetType.Dog, 5m), "key", Cancellation);

        Assert.Equal(CreateStatus.KeyUsedForAnotherPet, other.Status);
        Assert.Equal(3, (await ListAsync()).Length);
    }

    [Fact]
    public async Task A_crashed_create_is_forgotten_after_24_hours()
    {
        await CrashBetweenRecordAndPetAsync();
        _time.Advance(IdempotencyKey.Lifetime + TimeSpan.FromSeconds(1));

        Assert.Equal(5, (await CreateAsync("key")).Pet!.Pet.Id);
        Assert.Equal([1, 2, 3, 5], (await ListAsync()).Select(pet => pet.Id));
    }

    [Fact]
    public async Task A_deletion_that_crashed_after_closing_the_record_can_be_repeated()
    {
        var created = await CreateAsync("key");
        Meet(DynamoDbFaults.AccessDenied, request => request.Operation() == "DeleteItem");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.DeleteAsync(4, VersionCondition.None, Cancellation));

        Assert.Equal(created.Pet, await _store.FindAsync(4, Cancellation));
        Assert.Equal(created, await CreateAsync("key"));
        Assert.Equal(WriteStatus.Done, (await _store.DeleteAsync(4, VersionCondition.None, Cancellation)).Status);
        Assert.Equal(created, await CreateAsync("key"));
        Assert.Null(await _store.FindAsync(4, Cancellation));
    }

    [Fact]
    public async Task The_next_start_completes_a_start_that_crashed_between_the_sample_pets()
    {
        using var place = new DynamoDbPlace(_time);
        Meet(DynamoDbFaults.AccessDenied, request => request.Operation() == "PutItem" && request.Says("\"cat\""));
        await Assert.ThrowsAsync<StoreConfigurationException>(() => place.Open(_proxy.Endpoint).InitializeAsync(Cancellation));

        _store = place.Open(_proxy.Endpoint);
        await _store.InitializeAsync(Cancellation);

        Assert.Equal([1, 2, 3], (await ListAsync()).Select(pet => pet.Id));
        Assert.Equal(4, (await CreateAsync(null)).Pet!.Pet.Id);
    }

    [Theory]
    [InlineData("TransactionConflictException")]
    [InlineData("TransactionInProgressException")]
    [InlineData("ReplicatedWriteConflictException")]
    [InlineData("ThrottlingException")]
    [InlineData("RequestLimitExceeded")]
    public async Task A_transient_refusal_is_retried(string refusal)
    {
        foreach (var operation in (string[])["GetItem", "Query", "UpdateItem", "PutItem", "DeleteItem"])
        {
            _met = 0;
            Meet(DynamoDbFaults.Error(400, refusal), request => request.Operation() == operation);

            var created = await CreateAsync(null);
            Assert.Equal(created.Pet, await _store.FindAsync(created.Pet!.Pet.Id, Cancellation));
            Assert.Equal(4, (await ListAsync()).Length);
            Assert.Equal(WriteStatus.Done, (await _store.DeleteAsync(created.Pet.Pet.Id, VersionCondition.None, Cancellation)).Status);
            Assert.Equal(1, _met);
        }
    }

    [Fact]
    public async Task A_check_of_a_store_that_hangs_ends_after_two_seconds()
    {
        _proxy.Inject = _ => new Fault.Delay(TimeSpan.FromMinutes(1));
        var start = Stopwatch.GetTimestamp();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.CheckAsync(Cancellation));

        // Of the 20 s that other operations have.
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_slow_response_is_requested_again()
    {
        _place.AttemptTimeout = null;
        var store = _place.Open(_proxy.Endpoint);
        Meet(new Fault.Delay(TimeSpan.FromSeconds(30)), request => request.Operation() == "GetItem");

        Assert.NotNull(await store.FindAsync(1, Cancellation));
        Assert.Equal(1, _met);
    }

    [Theory]
    [InlineData("server errors")]
    [InlineData("throttling")]
    public async Task A_store_that_keeps_failing_is_unavailable(string how)
    {
        _proxy.Inject = _ =>
        {
            Interlocked.Increment(ref _met);
            return how == "throttling" ? DynamoDbFaults.Throttle : DynamoDbFaults.ServerError;
        };

        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.FindAsync(1, Cancellation));
        Assert.InRange(_met, 3, 10);

        _proxy.Inject = _ => null;
        Assert.NotNull(await _store.FindAsync(1, Cancellation));
    }

    private async Task CrashBetweenRecordAndPetAsync()
    {
        // Only the record's condition contains the expiry. A refusal like this is not retried.
        Meet(DynamoDbFaults.AccessDenied, request => request.Operation() == "PutItem" && !request.Says("#ttl"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => CreateAsync("key"));
        Assert.Equal(1, _met);
    }

    // Only the first request of the kind meets the fault.
    private void Meet(Fault fault, Func<ProxiedRequest, bool> kind, Func<Task>? meanwhile = null) => _proxy.Inject = request =>
    {
        if (!kind(request) || Interlocked.CompareExchange(ref _met, 1, 0) != 0)
            return null;

        meanwhile?.Invoke().GetAwaiter().GetResult();
        return fault;
    };

    private Task<CreateResult> CreateAsync(string? key) => _store.CreateAsync(new NewPet(PetType.Bird, 5m), key, Cancellation);

    private async Task<Pet[]> ListAsync() => (await _store.ListAsync(new PetQuery(null, 0, 0, 100), Cancellation)).Pets;
}
