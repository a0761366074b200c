using PetStore.Api.Pets;

namespace PetStore.Api.Storage;

/// <summary>
/// Where the pets are kept. Absence and a failed condition are answers; a store that cannot be reached or written is a
/// <see cref="StoreUnavailableException"/>, and a write that threw may or may not have happened.
/// </summary>
internal interface IPetStore
{
    /// <summary>Makes the store ready: creates what is missing, and the three sample pets in a new store. Safe to repeat, and
    /// from many processes at once.</summary>
    /// <exception cref="StoreConfigurationException">The store cannot be used as it is configured; nothing was changed.</exception>
    Task InitializeAsync(CancellationToken cancellationToken);

    /// <summary>Asks the store for an answer, changing nothing.</summary>
    /// <exception cref="StoreUnavailableException">There is none.</exception>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>The pet as last written, or null where there is none.</summary>
    Task<StoredPet?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>A page of pets in id order.</summary>
    Task<PetPage> ListAsync(PetQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a pet under the next id. With an idempotency key, the same key and an equal pet within 24 hours answer the first
    /// pet again, as it was created, whatever has become of it since; the same key with another pet creates nothing.
    /// </summary>
    Task<CreateResult> CreateAsync(NewPet pet, string? idempotencyKey, CancellationToken cancellationToken);

    /// <summary>Replaces a pet's type and price where the condition holds for its version.</summary>
    Task<WriteResult> ReplaceAsync(long id, NewPet pet, VersionCondition condition, CancellationToken cancellationToken);

    /// <summary>Removes a pet where the condition holds for its version. Its id is never given again.</summary>
    Task<WriteResult> DeleteAsync(long id, VersionCondition condition, CancellationToken cancellationToken);
}

/// <summary>A pet with the number of times that it was written: 1 when created, one more with each replacement.</summary>
internal sealed record StoredPet(Pet Pet, long Version);

/// <summary>Which pets to list: those of a type (null: all), with ids above <paramref name="After"/>, without the first
/// <paramref name="Skip"/> (at most 10,000 together with the limit), and at most <paramref name="Limit"/> of them (1 to 100).</summary>
internal readonly record struct PetQuery(PetType? Type, long After, int Skip, int Limit);

/// <summary>Pets in id order, and whether there are more behind them.</summary>
internal sealed record PetPage(Pet[] Pets, bool HasMore);

internal enum CreateStatus
{
    /// <summary>The pet is stored, now or by an earlier call with the same key.</summary>
    Created,

    /// <summary>The idempotency key belongs to another pet; nothing was stored.</summary>
    KeyUsedForAnotherPet,
}

/// <summary>The pet as it was created, at version 1; null where nothing was.</summary>
internal readonly record struct CreateResult(CreateStatus Status, StoredPet? Pet);

internal enum WriteStatus
{
    Done,
    NotFound,
    ConditionFailed,
}

/// <summary>The pet as it is after a replacement; null after a removal, and where nothing was done.</summary>
internal readonly record struct WriteResult(WriteStatus Status, StoredPet? Pet);
