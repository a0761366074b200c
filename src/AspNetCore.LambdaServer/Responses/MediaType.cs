using Microsoft.Extensions.Primitives;

namespace AspNetCore.LambdaServer.Responses;

internal static class MediaType
{
    /// <summary>
    /// Whether a body can be sent as a JSON string. Everything else goes as base64, which API Gateway decodes for the media types
    /// that the API lists as binary.
    /// </summary>
    public static bool IsText(StringValues contentType, StringValues contentEncoding)
    {
        if (contentEncoding.Count > 0 && !contentEncoding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase))
            return false;
        if (contentType.Count == 0)
            return true;

        var type = contentType.ToString().AsSpan();
        if (type.IndexOf(';') is var parameters and >= 0)
            type = type[..parameters];

        type = type.Trim();
        return type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("/json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("/xml", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("/javascript", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("/x-ndjson", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("/yaml", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
    }
}
