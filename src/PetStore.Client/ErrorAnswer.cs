using System.Net.Http.Json;
using System.Text.Json;

namespace PetStore.Client;

/// <summary>Tells the app's own errors, which are problem documents, from those of what stands before the app.</summary>
internal static class ErrorAnswer
{
    public static async Task<PetStoreException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase);
        var status = (int)response.StatusCode;

        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json" && Problem(body) is { } problem)
            return new PetStoreProblemException(problem, status, body, headers);

        var errorType = headers.TryGetValue("x-amzn-errortype", out var values) ? values.FirstOrDefault() : null;
        return new PetStoreGatewayException(Message(body) ?? response.ReasonPhrase ?? "", errorType, status, body, headers);
    }

    private static Problem? Problem(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<Problem>(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // API Gateway writes "message", but "Message" where a policy denies.
    private static string? Message(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && (root.TryGetProperty("message", out var message) || root.TryGetProperty("Message", out message))
                ? message.ToString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
