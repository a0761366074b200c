using System.Buffers.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace AspNetCore.LambdaServer.Responses;

/// <summary>
/// Whether a body is sent as a JSON string or as base64. API Gateway decodes base64 only for the media types that the API lists as
/// binary; for all others it passes base64 on to the client. So whatever can be text is sent as text.
/// </summary>
internal static class BodyText
{
    private static readonly string[] TextSubtypes =
        ["json", "xml", "javascript", "x-ndjson", "jsonl", "yaml", "x-yaml", "jwt", "graphql", "x-www-form-urlencoded"];

    public static bool IsText(ReadOnlySpan<byte> body, IHeaderDictionary headers, HostingOptions options)
    {
        if (headers.ContentEncoding.Count > 0 && !"identity".Equals(headers.ContentEncoding, StringComparison.OrdinalIgnoreCase))
            return false;

        var type = headers.ContentType.ToString().AsSpan();
        if (type.IndexOf(';') is var parameters and >= 0)
            type = type[..parameters];

        type = type.Trim();
        return options.EncodingOf(type) == ResponseContentEncoding.Default
            && Utf8.IsValid(body)
            && (IsTextType(type) || EscapedLength(body) <= Base64.GetMaxEncodedToUtf8Length(body.Length));
    }

    private static bool IsTextType(ReadOnlySpan<char> type)
    {
        if (type.IsEmpty
            || type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var subtype = type[(type.LastIndexOfAny('/', '+') + 1)..];
        foreach (var text in TextSubtypes)
        {
            if (subtype.Equals(text, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>The length of the text as a JSON string: a control character takes six bytes, one beyond U+FFFF twelve.</summary>
    private static long EscapedLength(ReadOnlySpan<byte> text)
    {
        long length = text.Length;
        foreach (var value in text)
        {
            length += value switch
            {
                (byte)'"' or (byte)'\\' or (byte)'\b' or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r' => 1,
                < 0x20 or 0x7F => 5,
                >= 0xF0 => 8,
                _ => 0,
            };
        }

        return length;
    }
}
