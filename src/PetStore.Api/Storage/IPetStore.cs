using PetStore.Api.Pets;

namespace PetStore.Api.Storage;

/// <summary>
/// Where the pets are kept. A missing pet and a failed condition are results. A store that cannot be reached or written throws a
/// <see cref="StoreUnavailableException"/>; a write that threw may or may not have happened.
/// </summary>
internal interface IPetStore
{
    /// <summary>Makes the store ready: creates what is missing, and the three sample pets in a new store. Safe to repeat, and
    /// from many processes at once.</summary>
    /// <exception cref="StoreConfigurationException">The store cannot be used as it is configured; nothing was changed.</exception>
    Task InitializeAsync(CancellationToken cancellationToken);

    /// <summary>Succeeds if a write would be kept; changes nothing.</summary>
    /// <exception cref="StoreUnavailableException">It would not, or the store does not respond.</exception>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>The pet as last written, or null where there is none.</summary>
    Task<StoredPet?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>A page of pets in the order that the query asks for.</summary>
    Task<PetPage> ListAsync(PetQuery query, CancellationToken cancellationToken);

    /// <summary>Every pet (null), or every pet of a type, in id order, in chunks of bounded size. A pet that exists throughout is read
    /// once; one that is created or deleted meanwhile may be missing.</summary>
    /// <exception cref="StoreUnavailableException">The store failed; the chunks returned so far are incomplete.</exception>
    IAsyncEnumerable<Pet[]> ExportAsync(PetType? type, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a pet under the next id. With an idempotency key, the same key and an equal pet within 24 hours return the first
    /// pet as it was created, even if it has been replaced or deleted since. The same key with another pet creates nothing.
    /// </summary>
    Task<CreateResult> CreateAsync(NewPet pet, string? idempotencyKey, CancellationToken cancellationToken);

    /// <summary>Replaces a pet's type and price where the condition holds for its version.</summary>
    Task<WriteResult> ReplaceAsync(long id, NewPet pet, VersionCondition condition, CancellationToken cancellationToken);

    /// <summary>Removes a pet where the condition holds for its version. Its id is never used again.</summary>
    Task<WriteResult> DeleteAsync(long id, VersionCondition condition, CancellationToken cancellationToken);
}

/// <summary>A pet with the number of times that it was written: 1 when created, one more with each replacement.</summary>
internal sealed record StoredPet(Pet Pet, long Version);

/// <summary>Which pets to list, and in which order.</summary>
/// <param name="Type">Only pets of this type; null: all.</param>
/// <param name="After">Only pets that follow this id in the order asked for; null: from the first.</param>
/// <param name="Skip">How many pets to pass over; with the limit at most 10,000.</param>
/// <param name="Limit">How many pets to return at most.</param>
/// <param name="NewestFirst">By id, the largest first; otherwise the smallest first.</param>
internal readonly record struct PetQuery(PetType? Type, long? After, int Skip, int Limit, bool NewestFirst = false)
{
    /// <summary>The bound that every id must lie beyond.</summary>
    public long Bound => After ?? (NewestFirst ? long.MaxValue : 0);
}

/// <summary>Pets in the order asked for, and whether more follow.</summary>
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
