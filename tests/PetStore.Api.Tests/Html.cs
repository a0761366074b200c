using System.Net;
using System.Text.RegularExpressions;

namespace PetStore.Api.Tests;

/// <summary>The links of a page.</summary>
internal static partial class Html
{
    /// <summary>Every reference that a browser follows, by itself or at a click, except those within the page.</summary>
    public static IReadOnlyList<string> Links(string html) =>
        [.. Reference().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Where(link => !link.StartsWith('#') && !link.StartsWith("data:", StringComparison.Ordinal)).Distinct()];

    /// <summary>The URL that the page's links are relative to.</summary>
    public static Uri BaseOf(string html, Uri page) =>
        Base().Match(html) is { Success: true } match ? new(page, WebUtility.HtmlDecode(match.Groups[1].Value)) : page;

    [GeneratedRegex("<(?!base|form)[a-z]+\\s[^>]*?(?:href|src)=\"([^\"]*)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();

    [GeneratedRegex("<base[^>]*\\shref=\"([^\"]+)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Base();
}
