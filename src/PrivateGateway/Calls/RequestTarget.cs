using System.Net;

namespace PrivateGateway.Calls;

/// <summary>The request line's target as it was sent: a percent-encoded path and a query, not decoded or normalised.</summary>
/// <param name="Path">Begins with one slash, even if several were sent.</param>
/// <param name="Query">Without the question mark.</param>
internal sealed record RequestTarget(string Path, string Query)
{
    public static RequestTarget Parse(string raw)
    {
        // The absolute form, as sent to proxies: http://host/path.
        if (!raw.StartsWith('/') && raw.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
            raw = raw.IndexOfAny(['/', '?'], scheme + 3) is > 0 and var start ? raw[start..] : "/";

        var mark = raw.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (raw, "") : (raw[..mark], raw[(mark + 1)..]);
        return new("/" + path.TrimStart('/'), query);
    }

    /// <summary>The first segment (of the stage or a base path), and the rest as it was sent, with all its slashes.</summary>
    public (string First, string After) Split()
    {
        var end = Path.IndexOf('/', 1);
        return end < 0 ? (Path[1..], "") : (Path[1..end], Path[end..]);
    }

    /// <summary>Names and values decoded, in the order sent. API Gateway treats a semicolon as an ampersand.</summary>
    public IEnumerable<KeyValuePair<string, string>> Parameters()
    {
        foreach (var pair in Query.Split(['&', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            yield return equals < 0
                ? new(WebUtility.UrlDecode(pair), "")
                : new(WebUtility.UrlDecode(pair[..equals]), WebUtility.UrlDecode(pair[(equals + 1)..]));
        }
    }
}
