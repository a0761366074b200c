using System.Globalization;

namespace PetStore.Api.Pets;

/// <summary>
/// An id as it stands in a URL: 1 to 2^53-1 (what every JSON reader holds exactly), in ASCII digits without sign or leading
/// zero, so that a pet has one address.
/// </summary>
internal static class PetId
{
    public const long Max = (1L << 53) - 1;

    public const string Rule = "must be an integer from 1 to 9007199254740991";

    public static bool TryParse(string? text, out long id) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id is >= 1 and <= Max && text![0] != '0';
}
