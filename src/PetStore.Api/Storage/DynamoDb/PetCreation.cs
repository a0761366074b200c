using Amazon.DynamoDBv2.Model;
using PetStore.Api.Pets;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>
/// Creates a pet in three steps: its id, the record of its idempotency key, the pet. Each write is conditional on the item's absence, so a
/// later request with the same key finds what exists and writes what is missing.
/// </summary>
internal sealed class PetCreation(PetTable table, PetIds ids, TimeProvider time)
{
    // Rounded up to a whole second: DynamoDB's expiry has no fractions.
    private static readonly TimeSpan RecordLife = IdempotencyKey.Lifetime + TimeSpan.FromMilliseconds(999);

    public async Task<CreateResult> CreateAsync(NewPet pet, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (idempotencyKey is not null)
            return await CreateOnceAsync(pet, IdempotencyRecord.KeyFor(idempotencyKey), cancellationToken);

        var id = await ids.NextAsync(cancellationToken);
        await PutPetAsync(id, pet, record: null, cancellationToken);
        return Created(id, pet);
    }

    private async Task<CreateResult> CreateOnceAsync(NewPet pet, string key, CancellationToken cancellationToken)
    {
        while (true)
        {
            var id = await ids.NextAsync(cancellationToken);
            var now = time.GetUtcNow();
            var own = new IdempotencyRecord(key, id, pet, (now + RecordLife).ToUnixTimeSeconds(), Closed: false);
            var record = await PutRecordAsync(own, now.ToUnixTimeSeconds(), cancellationToken) == Outcome.Done
                ? own
                : await FindRecordAsync(key, cancellationToken);

            // The first attempt of this call may have written the record before its response was lost.
            if (record?.PetId != id)
                ids.Return(id);
            if (record is null)
                continue;
            if (record.Pet != pet)
                return new CreateResult(CreateStatus.KeyUsedForAnotherPet, null);
            if (!record.Closed)
                await PutPetAsync(record.PetId, pet, record, cancellationToken);

            return Created(record.PetId, record.Pet);
        }
    }

    // DynamoDB removes records some time after they expire; until then a new record may replace an expired one.
    private Task<Outcome> PutRecordAsync(IdempotencyRecord record, long now, CancellationToken cancellationToken) =>
        table.PutAsync(
            new PutItemRequest
            {
                Item = record.ToItem(),
                ConditionExpression = "attribute_not_exists(pk) OR #ttl <= :now",
                ExpressionAttributeNames = new() { ["#ttl"] = Attributes.TimeToLive },
                ExpressionAttributeValues = new() { [":now"] = Attributes.Number(now) },
            },
            cancellationToken);

    private async Task<IdempotencyRecord?> FindRecordAsync(string key, CancellationToken cancellationToken) =>
        await table.GetAsync(Attributes.Key(key, 0), consistent: true, cancellationToken) is { } item
            ? IdempotencyRecord.Read(item)
            : null;

    private async Task PutPetAsync(long id, NewPet pet, IdempotencyRecord? record, CancellationToken cancellationToken)
    {
        var request = new PutItemRequest
        {
            Item = PetItem.New(table, id, pet, record),
            ConditionExpression = "attribute_not_exists(pk)",
        };
        if (await table.PutAsync(request, cancellationToken) != Outcome.ConditionFailed)
            return;

        // Another request with this key finished the creation; or, after a partial restore, the counter returned an id that is in use.
        if (record is null || await FindRecordKeyAsync(id, cancellationToken) is var key && key is not null && key != record.Key)
            throw new StoreUnavailableException($"The counter of the table {table.Name} is behind its pets: {id} was in use.");
    }

    private async Task<string?> FindRecordKeyAsync(long id, CancellationToken cancellationToken) =>
        await table.GetAsync(table.PetKey(id), consistent: true, cancellationToken) is { } item
            ? PetItem.Read(item).RecordKey ?? ""
            : null;

    private static CreateResult Created(long id, NewPet pet) =>
        new(CreateStatus.Created, new StoredPet(new Pet(id, pet.Type, pet.Price), Version: 1));
}
