using System.Globalization;

namespace PetStore.Api.Pets;

/// <summary>A positive integer in its only valid form: ASCII digits, without a sign, leading zeros or white space.</summary>
internal static class WholeNumber
{
    // long.TryParse alone accepts "01", and "1" followed by U+0000.
    public static bool TryParse(ReadOnlySpan<char> text, long max, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && number >= 1 && number <= max && text[0] != '0' && text[^1] != '\0';
}
