namespace PetStore.Api.Storage;

/// <summary>
/// The condition on a pet's version for a write to happen: RFC 9110's If-Match and If-None-Match as versions.
/// </summary>
/// <param name="AnyOf">The version must be one of these; null: any version.</param>
/// <param name="NoneOf">The version must be none of these; null: no such condition.</param>
internal sealed record VersionCondition(IReadOnlyList<long>? AnyOf = null, IReadOnlyList<long>? NoneOf = null)
{
    /// <summary>Holds for every version.</summary>
    public static VersionCondition None { get; } = new();

    /// <summary>Holds for no version.</summary>
    public static VersionCondition Never { get; } = new(AnyOf: []);

    public bool HoldsFor(long version) =>
        (AnyOf is null || AnyOf.Contains(version)) && (NoneOf is null || !NoneOf.Contains(version));

    public VersionCondition And(VersionCondition other) => new(
        AnyOf is null ? other.AnyOf : other.AnyOf is null ? AnyOf : [.. AnyOf.Intersect(other.AnyOf)],
        NoneOf is null ? other.NoneOf : other.NoneOf is null ? NoneOf : [.. NoneOf, .. other.NoneOf]);
}
