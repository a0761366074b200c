using System.Buffers;
using System.Buffers.Text;

namespace PetStore.Api.Pets;

/// <summary>
/// A price as it is written in JSON: exact, never converted to binary floating point. Stores keep whole cents.
/// </summary>
internal static class Price
{
    public const decimal Max = 1_000_000m;

    public const string Rule = "must be a number from 0 to 1000000 with at most two decimals";

    // A decimal holds any number of this length. Longer ones can still be prices (1.000...), but nobody sends them.
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

    /// <summary>Without trailing zeros: 24990 cents are 249.9. Composed, because a decimal division costs as much as reading the row.</summary>
    public static decimal FromCents(long cents)
    {
        var (digits, scale) = cents % 100 == 0 ? (cents / 100, 0) : cents % 10 == 0 ? (cents / 10, 1) : (cents, 2);
        return new decimal((int)digits, 0, 0, isNegative: false, (byte)scale);
    }

    private static bool TryParseExact(ReadOnlySpan<byte> json, out decimal value)
    {
        if (!Utf8Parser.TryParse(json, out value, out int consumed) || consumed != json.Length)
            return false;

        // A decimal has 28 places and rounds what is smaller: 1e-30 must not pass as 0.
        var exponent = json.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = exponent < 0 ? json : json[..exponent];
        return value != 0 || !mantissa.ContainsAny(NonZeroDigits);
    }
}
