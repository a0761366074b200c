using System.Buffers;
using System.Buffers.Text;

namespace PetStore.Api.Pets;

/// <summary>
/// A price as it stands in JSON: exact, never through binary floating point. Stores keep it as whole cents.
/// </summary>
internal static class Price
{
    public const decimal Max = 1_000_000m;

    public const string Rule = "must be a number from 0 to 1000000 with at most two decimals";

    // So many digits a decimal always holds; longer numbers can be written that are prices (1.000...), but nobody means one.
    private const int MaxLength = 28;

    private static readonly SearchValues<byte> NonZeroDigits = SearchValues.Create("123456789"u8);

    /// <summary>Reads a JSON number; its shortest form is kept (<c>249.990</c> is 249.99, <c>1e2</c> is 100).</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, out decimal price)
    {
        price = default;
        if (json.Length > MaxLength || !TryParseExact(json, out var value) || value is < 0 or > Max)
            return false;

        var cents = value * 100;
        if (cents != decimal.Truncate(cents))
            return false;

        price = FromCents((long)cents);
        return true;
    }

    public static long ToCents(decimal price) => (long)(price * 100);

    /// <summary>Dividing leaves no trailing zeros: 24990 cents are 249.9.</summary>
    public static decimal FromCents(long cents) => cents / 100m;

    private static bool TryParseExact(ReadOnlySpan<byte> json, out decimal value)
    {
        if (!Utf8Parser.TryParse(json, out value, out int consumed) || consumed != json.Length)
            return false;

        // What is smaller than a decimal's 28 places is rounded: 1e-30 must not pass as 0.
        var exponent = json.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = exponent < 0 ? json : json[..exponent];
        return value != 0 || !mantissa.ContainsAny(NonZeroDigits);
    }
}
