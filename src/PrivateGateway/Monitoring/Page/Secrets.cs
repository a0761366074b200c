using System.Text;
using System.Text.Json;
using PrivateGateway.Templates;

namespace PrivateGateway.Monitoring.Page;

/// <summary>The credentials of a call, masked wherever the page shows them: in headers, in the query, in the event and in the answer.</summary>
internal sealed class Secrets(GatewayCall call)
{
    private const string Mask = "••••";

    // A shorter text could be part of any other word.
    private const int LeastLength = 6;

    private readonly HashSet<string> _headers = new(
        ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "x-api-key", "X-Amz-Security-Token", .. Credentials(call, "header")],
        StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _parameters = new(
        ["X-Amz-Credential", "X-Amz-Security-Token", "X-Amz-Signature", "access_token", "token", .. Credentials(call, "querystring")],
        StringComparer.OrdinalIgnoreCase);

    public bool IsSecret(string header) => _headers.Contains(header);

    /// <summary>The scheme stays: <c>Bearer ••••</c>.</summary>
    public string Header(string name, string value) =>
        !IsSecret(name) ? value : value.Split(' ', 2) is [var scheme, _] && !name.EndsWith("ookie", StringComparison.Ordinal) ? $"{scheme} {Mask}" : Mask;

    public string Target
    {
        get
        {
            var target = call.Target;
            var mark = target.IndexOf('?', StringComparison.Ordinal);
            return mark < 0 ? target : target[..(mark + 1)] + string.Join('&', target[(mark + 1)..].Split('&').Select(pair =>
                pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && _parameters.Contains(Uri.UnescapeDataString(pair[..equals]))
                    ? pair[..(equals + 1)] + Mask
                    : pair));
        }
    }

    /// <summary>A text that may repeat the call's credentials, as the event does.</summary>
    public string Text(string text)
    {
        foreach (var secret in Values().Where(value => value.Length >= LeastLength).OrderByDescending(value => value.Length))
        {
            foreach (var written in new[] { secret, JsonEncodedText.Encode(secret, Json.Relaxed).Value, JsonEncodedText.Encode(secret).Value }.Distinct())
                text = text.Replace(written, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    private IEnumerable<string> Values()
    {
        foreach (var (name, value) in call.RequestHeaders.Concat(call.AnswerHeaders).Where(header => IsSecret(header.Key)))
        {
            yield return value;
            if (value.Split(' ', 2) is [_, var credentials])
                yield return credentials;
        }

        foreach (var (name, value) in Calls.RequestTarget.Parse(call.Target).Parameters().Where(parameter => _parameters.Contains(parameter.Key)))
        {
            yield return value;
            yield return Uri.EscapeDataString(value);
        }

        if (call.ApiKey is { } key)
            yield return key.Value;
    }

    private static IEnumerable<string> Credentials(GatewayCall call, string place) =>
        from parameter in call.MethodOfApi?.Authorizer?.Credentials ?? []
        where parameter.In == place
        select parameter.Name;
}
