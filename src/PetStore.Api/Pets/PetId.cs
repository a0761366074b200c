namespace PetStore.Api.Pets;

/// <summary>
/// An id in a URL: 1 to 2^53-1 (which every JSON reader represents exactly), in ASCII digits without sign or leading zero, so that a
/// pet has one address.
/// </summary>
internal static class PetId
{
    public const long Max = (1L << 53) - 1;

    public const string Rule = "must be an integer from 1 to 9007199254740991";

    public static bool TryParse(ReadOnlySpan<char> text, out long id) => WholeNumber.TryParse(text, Max, out id);
}
