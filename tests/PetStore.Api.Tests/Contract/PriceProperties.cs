using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace PetStore.Api.Tests.Contract;

public sealed class PriceProperties : AppTest
{
    // Longer numbers are refused, whatever their value.
    private const int MaxLength = 28;

    [Property]
    public Property Any_spelling_of_a_price_in_range_is_returned_exactly() => Prop.ForAll(
        (from cents in Gen.OneOf(Gen.Choose(0, 100_000_000), Gen.Elements(0, 1, 99, 100, 99_999_999, 100_000_000), Gen.Choose(0, 1000))
         from spelling in Spelling($"{cents}", 2)
         select (cents, spelling)).ToArbitrary(),
        async price =>
        {
            var (cents, spelling) = price;
            var answer = await App.PostAsync($$"""{"type":"fish","price":{{spelling}}}""");

            Assert.True(answer.Status == 201, $"{spelling}: {answer.Body}");
            Assert.Equal(cents / 100m, answer.Json.GetProperty("pet").GetProperty("price").GetDecimal());
            Assert.Equal(cents / 100m, (await App.GetAsync(answer.Header("Location")!)).Json.GetProperty("price").GetDecimal());
        });

    [Property]
    public Property Any_spelling_of_a_price_with_a_third_decimal_is_refused() => Prop.ForAll(
        (from thousandths in Gen.Choose(0, 999_999_999).Where(value => value % 10 != 0)
         from spelling in Spelling($"{thousandths}", 3)
         select spelling).ToArbitrary(),
        async spelling => (await App.PostAsync($$"""{"type":"fish","price":{{spelling}}}""")).Problem(400, "price"));

    [Property]
    public Property Any_spelling_of_a_price_out_of_range_is_refused() => Prop.ForAll(
        (from cents in Gen.Choose(100_000_001, int.MaxValue)
         from negative in Gen.Choose(-int.MaxValue, -1)
         from below in Gen.Elements(true, false)
         from spelling in Spelling(below ? $"{-negative}" : $"{cents}", 2)
         select below ? "-" + spelling : spelling).ToArbitrary(),
        async spelling => (await App.PostAsync($$"""{"type":"fish","price":{{spelling}}}""")).Problem(400, "price"));

    /// <summary>JSON spellings of digits * 10^-scale: with an exponent or without, with zeros behind.</summary>
    private static Gen<string> Spelling(string digits, int scale) =>
        from exponent in Gen.OneOf(Gen.Constant(0), Gen.Choose(-12, 12))
        from sign in exponent < 0 ? Gen.Constant("") : Gen.Elements("", "+")
        from e in exponent == 0 ? Gen.Constant("") : Gen.Elements("e", "E").Select(letter => $"{letter}{sign}{exponent}")
        from zeros in Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 15))
        let spelling = Mantissa(digits, scale + exponent, zeros) + e
        where spelling.Length <= MaxLength
        select spelling;

    private static string Mantissa(string digits, int scale, int zeros)
    {
        var whole = digits == "0" || scale >= 0 ? digits.PadLeft(Math.Max(scale, 0) + 1, '0') : digits + new string('0', -scale);
        var point = whole.Length - Math.Max(scale, 0);
        var behind = whole[point..] + new string('0', zeros);
        return behind.Length == 0 ? whole : $"{whole[..point]}.{behind}";
    }
}
