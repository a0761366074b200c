using System.Security.Cryptography;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using PetStore.Api.Pets;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>Replaces and deletes pets, provided that the version is still the one that the condition was checked against.</summary>
internal sealed class PetChanges(PetTable table, TimeProvider time)
{
    public async Task<WriteResult> ReplaceAsync(
        long id, NewPet pet, VersionCondition condition, CancellationToken cancellationToken)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        // Callers usually send no condition or one version. Then the pet does not have to be read first.
        var expected = condition.AnyOf is [var only] ? only : (long?)null;
        var look = condition.NoneOf is not null || condition.AnyOf is { Count: not 1 };
        while (true)
        {
            if (look)
            {
                var current = await FindAsync(id, cancellationToken);
                if (current is null)
                    return new WriteResult(WriteStatus.NotFound, null);
                if (current.WriteToken == token)
                    return new WriteResult(WriteStatus.Done, current.Stored);
                if (!condition.HoldsFor(current.Stored.Version))
                    return new WriteResult(WriteStatus.ConditionFailed, null);

                expected = condition == VersionCondition.None ? null : current.Stored.Version;
            }

            if (await TryReplaceAsync(id, pet, expected, token, cancellationToken) is { } replaced)
                return new WriteResult(WriteStatus.Done, replaced);

            look = true;
        }
    }

    public async Task<WriteResult> DeleteAsync(long id, VersionCondition condition, CancellationToken cancellationToken)
    {
        var mayBeOurs = false;
        while (true)
        {
            var current = await FindAsync(id, cancellationToken);
            if (current is null)
                return new WriteResult(mayBeOurs ? WriteStatus.Done : WriteStatus.NotFound, null);
            if (!condition.HoldsFor(current.Stored.Version))
                return new WriteResult(WriteStatus.ConditionFailed, null);

            await CloseRecordAsync(current, cancellationToken);
            var outcome = await table.DeleteAsync(
                new DeleteItemRequest
                {
                    Key = table.PetKey(id),
                    ConditionExpression = "v = :v",
                    ExpressionAttributeValues = new() { [":v"] = Attributes.Number(current.Stored.Version) },
                },
                cancellationToken);
            if (outcome == Outcome.Done)
                return new WriteResult(WriteStatus.Done, null);

            mayBeOurs = outcome == Outcome.ConditionFailedUnclear;
        }
    }

    private async Task<PetItem?> FindAsync(long id, CancellationToken cancellationToken) =>
        await table.GetAsync(table.PetKey(id), consistent: true, cancellationToken) is { } item ? PetItem.Read(item) : null;

    private async Task<StoredPet?> TryReplaceAsync(
        long id, NewPet pet, long? expected, string token, CancellationToken cancellationToken)
    {
        var request = new UpdateItemRequest
        {
            Key = table.PetKey(id),
            UpdateExpression = "SET t = :t, c = :c, v = v + :one, w = :w",
            ConditionExpression = "attribute_exists(pk) AND NOT w = :w",
            ExpressionAttributeValues = new()
            {
                [":t"] = Attributes.Text(table.Shards.TypeKeyOf(pet.Type, id)),
                [":c"] = Attributes.Cents(pet.Price),
                [":w"] = Attributes.Text(token),
                [":one"] = Attributes.Number(1),
            },
            ReturnValues = ReturnValue.ALL_NEW,
        };
        if (expected is { } version)
        {
            request.ConditionExpression += " AND v = :v";
            request.ExpressionAttributeValues[":v"] = Attributes.Number(version);
        }

        return await table.UpdateAsync(request, cancellationToken) is { } item ? PetItem.Read(item).Stored : null;
    }

    // Before the pet is deleted, not after: otherwise a late retry of its creation would bring it back.
    private async Task CloseRecordAsync(PetItem pet, CancellationToken cancellationToken)
    {
        if (pet.RecordKey is null || pet.RecordUntil < (time.GetUtcNow() - ClockDifference).ToUnixTimeSeconds())
            return;

        await table.UpdateAsync(
            new UpdateItemRequest
            {
                Key = Attributes.Key(pet.RecordKey, 0),
                UpdateExpression = "SET d = :d",
                ConditionExpression = "i = :id",
                ExpressionAttributeValues = new() { [":d"] = new() { BOOL = true }, [":id"] = Attributes.Number(pet.Stored.Pet.Id) },
            },
            cancellationToken);
    }

    // How far the clocks of the app's machines may differ.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);
}
