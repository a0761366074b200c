using System.Text;

namespace PrivateGateway.Monitoring.Page;

/// <summary>A call as a curl command. Credentials are shell variables: <c>-H "x-api-key: $X_API_KEY"</c>.</summary>
internal static class CurlCommand
{
    // curl sets these itself.
    private static readonly string[] Left = ["Host", "Content-Length", "Connection", "Transfer-Encoding", "Expect"];

    /// <param name="listener">Where the call's endpoint listens.</param>
    /// <param name="certificate">The file that curl trusts; null without TLS.</param>
    public static string For(GatewayCall call, Secrets secrets, Uri listener, string? certificate)
    {
        var words = new List<string> { "curl -i" };
        var host = call.RequestHeaders.FirstOrDefault(header => header.Key == "Host").Value ?? listener.Authority;
        var url = $"{listener.GetLeftPart(UriPartial.Authority)}{secrets.Target}";
        if (listener.Scheme == Uri.UriSchemeHttps && certificate is not null)
        {
            var name = host.Split(':')[0];
            words.Add($"--cacert {Quoted(certificate)} --resolve {Quoted($"{name}:{listener.Port}:{listener.Host}")}");
            url = $"https://{name}:{listener.Port}{secrets.Target}";
        }

        if (call.Method == "HEAD")
            words.Add("--head");
        else if (call.Method != "GET")
            words.Add($"-X {Quoted(call.Method)}");

        words.Add(Quoted(url));
        if (host != listener.Authority)
            words.Add($"-H {Quoted($"Host: {host}")}");

        words.AddRange(call.RequestHeaders.Where(header => !Left.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).Select(header => secrets.IsSecret(header.Key)
            ? $"-H \"{header.Key}: ${Variable(header.Key)}\""
            : $"-H {Quoted($"{header.Key}: {header.Value}")}"));
        if (call.RequestBody.Length > 0)
            words.Add(BodyText.IsText(call.RequestBody.Span) ? $"--data-raw {Quoted(Encoding.UTF8.GetString(call.RequestBody.Span))}" : "--data-binary @body");

        return string.Join(" \\\n  ", words);
    }

    private static string Variable(string header) => header.ToUpperInvariant().Replace('-', '_');

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
