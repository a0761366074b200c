using System.Text.RegularExpressions;

namespace PetStore.Client;

/// <summary><c>Link: &lt;...&gt;; rel="next"</c> (RFC 8288).</summary>
internal static class NextLink
{
    // Without backtracking, because the header comes from outside.
    private static readonly Regex Link = new(
        """<(?<target>[^<>]*)>(?:\s*;\s*(?:rel\s*=\s*(?<rel>"[^"]*"|[^\s",;]+)|[^\s=",;]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]+))?))*""",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Where the next page is; null on the last one.</summary>
    /// <exception cref="PetStoreException">It is on another origin: following it would take the API key there.</exception>
    public static Uri? Of(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out var values))
            return null;

        var next = Link.Matches(string.Join(",", values)).FirstOrDefault(IsNext);
        if (next is null)
            return null;

        var here = response.RequestMessage!.RequestUri!;
        if (Uri.TryCreate(here, next.Groups["target"].Value, out var target) && IsSameOrigin(here, target))
            return target;

        throw new PetStoreException(
            $"The next page is at another origin: {next.Value}", (int)response.StatusCode, null, response.Headers.ToDictionary(), null);
    }

    private static bool IsNext(Match link) => link.Groups["rel"].Success
        && link.Groups["rel"].Value.Trim('"').Split(' ').Contains("next", StringComparer.OrdinalIgnoreCase);

    private static bool IsSameOrigin(Uri here, Uri there) =>
        Uri.Compare(here, there, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
