using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PetStore.Api.Pets;

namespace PetStore.Api.Page;

/// <summary>A price as people type it: digits, and if they like a point with one or two decimals. Not JSON's <c>1e2</c>, nor <c>0x10</c>.</summary>
internal static partial class PriceText
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789.");

    public static string Of(decimal price) => price.ToString("0.00", CultureInfo.InvariantCulture);

    /// <returns>What is wrong, in words for people; null if it is a price.</returns>
    public static string? Read(string text, out decimal price)
    {
        price = default;
        if (text.Length == 0)
            return "Enter a price, such as 12.50.";
        if (CommaForPoint().Match(text) is { Success: true } comma)
            return $"Write a point, not a comma: {comma.Groups[1]}.{comma.Groups[2]}.";
        if (text.Contains(',', StringComparison.Ordinal))
            return "Write the price without commas, such as 1200.50.";
        if (text.AsSpan().ContainsAnyExcept(Allowed) || text.StartsWith('.') || text.EndsWith('.'))
            return "Write the price with digits, such as 12.50.";

        return Price.TryParse(Encoding.ASCII.GetBytes(text), out price) ? null : "The price must be at most 1,000,000, with at most two decimals.";
    }

    [GeneratedRegex("^([0-9]+),([0-9]{1,2})$")]
    private static partial Regex CommaForPoint();
}
