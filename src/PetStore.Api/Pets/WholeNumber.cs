using System.Globalization;

namespace PetStore.Api.Pets;

/// <summary>An integer from 1 in its only spelling: ASCII digits without sign, leading zero or anything around them.</summary>
internal static class WholeNumber
{
    // long.TryParse alone would take "01", and "1" followed by U+0000.
    public static bool TryParse(ReadOnlySpan<char> text, long max, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && number >= 1 && number <= max && text[0] != '0' && text[^1] != '\0';
}
