using System.Net.Http.Headers;
using System.Text;

namespace PetStore.Api.Tests.Http;

/// <summary>Sends requests as a test writes them: the client adds, follows and corrects as little as possible.</summary>
internal static class Exchange
{
    public static HttpClient ClientFor(Uri address) =>
        new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromMinutes(1),
        };

    /// <summary>Sends a body as <c>application/json</c>, unless a header says otherwise.</summary>
    public static Task<Answer> ExchangeAsync(
        this HttpClient client, HttpMethod method, string path, string? body, params (string Name, string Value)[] headers) =>
        client.ExchangeAsync(method, new Uri(path, UriKind.RelativeOrAbsolute), body is null ? null : Encoding.UTF8.GetBytes(body), headers);

    public static async Task<Answer> ExchangeAsync(
        this HttpClient client, HttpMethod method, Uri target, byte[]? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, target);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value) && request.Content is { } content)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await client.SendAsync(request);
        var answered = response.Headers.Concat(response.Content.Headers)
            .SelectMany(header => header.Value.Select(value => (header.Key, value)))
            .ToLookup(header => header.Key, header => header.value, StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, answered, await response.Content.ReadAsStringAsync());
    }
}
