using PetStore.Api.Start;

namespace PetStore.Api.Cors;

/// <summary>
/// <c>Cors:Origins</c>: a list, or one string with commas. An entry must have the form in which browsers send the Origin
/// header (RFC 6454, section 6.2), because any other form would never match.
/// </summary>
internal static class CorsOrigins
{
    public const string Setting = "Cors:Origins";

    /// <exception cref="WrongSettingException">An entry can never match.</exception>
    public static string[] Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        string[] origins = section.Value is { Length: > 0 } text
            ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [.. section.GetChildren().Select(entry => entry.Value ?? "")];
        if (origins.FirstOrDefault(origin => !CanMatch(origin)) is { } wrong)
            throw new WrongSettingException(Setting, wrong, $"Write it as browsers send it, such as {Suggestion(wrong)}, or * for any origin.");

        return origins;
    }

    private static bool CanMatch(string origin) => origin is "*" or "null" || AsSent(origin) == origin;

    private static string Suggestion(string wrong) =>
        AsSent(wrong.Contains("://", StringComparison.Ordinal) ? wrong : $"https://{wrong}") ?? "https://shop.example";

    /// <returns>Scheme, host in lower case and punycode, and the port unless it is the scheme's default; null if this is not a URL.</returns>
    private static string? AsSent(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Host.Length > 0 && Uri.CheckHostName(uri.DnsSafeHost) != UriHostNameType.Unknown
            ? $"{uri.Scheme}://{(uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost)}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}"
            : null;
}
