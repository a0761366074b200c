using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PetStore.Api.Errors;
using PetStore.Api.Storage;

namespace PetStore.Api.Pets;

/// <summary>
/// RFC 9110, section 13: If-Match (strong comparison) and If-None-Match (weak comparison), with a pet's version as its entity
/// tag. A tag that this app never issued matches nothing.
/// </summary>
internal sealed record Preconditions(VersionCondition IfMatch, VersionCondition IfNoneMatch)
{
    /// <summary>Both in one: either refuses a write.</summary>
    public VersionCondition ForWriting => IfMatch.And(IfNoneMatch);

    public static string EntityTag(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <returns>Null if a header is malformed; <paramref name="errors"/> names it.</returns>
    public static Preconditions? Read(IHeaderDictionary headers, FieldErrors errors)
    {
        var ifMatch = ReadTags(HeaderNames.IfMatch, headers.IfMatch, errors);
        var ifNoneMatch = ReadTags(HeaderNames.IfNoneMatch, headers.IfNoneMatch, errors);
        return errors.IsEmpty ? new Preconditions(Matching(ifMatch), NotMatching(ifNoneMatch)) : null;
    }

    private static VersionCondition Matching(IList<EntityTagHeaderValue>? tags) =>
        tags is null || IsAny(tags) ? VersionCondition.None : new(AnyOf: Versions(tags.Where(tag => !tag.IsWeak)));

    private static VersionCondition NotMatching(IList<EntityTagHeaderValue>? tags) =>
        tags is null ? VersionCondition.None : IsAny(tags) ? VersionCondition.Never : new(NoneOf: Versions(tags));

    private static bool IsAny(IList<EntityTagHeaderValue> tags) => tags.Contains(EntityTagHeaderValue.Any);

    private static IList<EntityTagHeaderValue>? ReadTags(string name, StringValues header, FieldErrors errors)
    {
        if (header.Count == 0)
            return null;
        if (EntityTagHeaderValue.TryParseStrictList([.. header!], out var tags) && (tags.Count == 1 || !IsAny(tags)))
            return tags;

        errors.Add(name, "must be * or a list of entity tags such as \"1\"");
        return null;
    }

    private static long[] Versions(IEnumerable<EntityTagHeaderValue> tags) =>
        [.. tags.Select(tag => Version(tag.Tag.AsSpan().Trim('"'))).OfType<long>()];

    // Tags are equal octet by octet (RFC 9110, section 8.8.3.2): "01" is not the tag of version 1.
    private static long? Version(ReadOnlySpan<char> text) =>
        WholeNumber.TryParse(text, long.MaxValue, out var version) ? version : null;
}
