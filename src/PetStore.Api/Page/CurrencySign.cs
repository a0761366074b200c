using PetStore.Api.Start;

namespace PetStore.Api.Page;

/// <summary><c>Page:CurrencySign</c>: what the page writes before prices. Without it prices are plain numbers, as in the API.</summary>
internal sealed record CurrencySign(string Text)
{
    public const string Setting = "Page:CurrencySign";

    private const int MaxLength = 5;

    /// <exception cref="WrongSettingException">It is too long to be a sign.</exception>
    public static CurrencySign Read(IConfiguration configuration)
    {
        var text = configuration[Setting]?.Trim() ?? "";
        return text.Length <= MaxLength
            ? new CurrencySign(text)
            : throw new WrongSettingException(Setting, text, $"Use at most {MaxLength} characters, such as $ or CHF.");
    }
}
