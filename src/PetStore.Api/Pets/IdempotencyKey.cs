using Microsoft.Extensions.Primitives;

namespace PetStore.Api.Pets;

/// <summary>The client's name for one attempt to create a pet: 1 to 255 visible ASCII characters.</summary>
internal static class IdempotencyKey
{
    public const string HeaderName = "Idempotency-Key";

    public const int MaxLength = 255;

    /// <summary>How long a repeated key gets the first response again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public const string Rule = "must be 1 to 255 visible ASCII characters, once";

    /// <returns>False if the header is present and not a valid key.</returns>
    public static bool TryRead(IHeaderDictionary headers, out string? key)
    {
        StringValues values = headers[HeaderName];
        key = values.Count == 0 ? null : values.ToString();
        return key is null || (values.Count == 1 && IsValid(key));
    }

    public static bool IsValid(string key) => key.Length is >= 1 and <= MaxLength && !key.AsSpan().ContainsAnyExceptInRange('!', '~');
}
