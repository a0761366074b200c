using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace AspNetCore.LambdaServer.Events;

/// <summary>
/// Reads the REST proxy event (payload format 1.0) in one pass. Unknown members are skipped; of a member that is given twice, the last
/// counts. The single-value maps are read only if the multi-value maps, which include their values, are missing.
/// </summary>
/// <param name="decoded">Receives a body that is escaped or base64; the event itself is not modified.</param>
internal sealed class ProxyEventReader(ReusableBuffer decoded)
{
    /// <exception cref="MalformedEventException">The payload is not such an event.</exception>
    public ProxyEvent Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return ReadEvent(payload);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            // Not JSON; not the expected type; not valid text or base64.
            throw new MalformedEventException($"The event is not a REST proxy event: {fault.Message}", fault);
        }
    }

    private ProxyEvent ReadEvent(ReadOnlyMemory<byte> payload)
    {
        var result = new ProxyEvent();
        var json = new Utf8JsonReader(payload.Span);
        long body = -1, headers = -1, query = -1;
        bool isBase64 = false, hasMultiValueHeaders = false, hasMultiValueQuery = false;

        json.Read();
        json.Expect(JsonTokenType.StartObject);
        while (json.ReadMember())
        {
            if (json.ValueTextEquals("httpMethod"u8))
                result.Method = json.ReadText();
            else if (json.ValueTextEquals("path"u8))
                result.Path = json.ReadText();
            else if (json.ValueTextEquals("resource"u8))
                result.Resource = json.ReadText();
            else if (json.ValueTextEquals("pathParameters"u8))
                ReadPathParameters(ref json, result.PathParameters);
            else if (json.ValueTextEquals("multiValueHeaders"u8))
                hasMultiValueHeaders = HeaderMap.TryReadLists(ref json, result.Headers);
            else if (json.ValueTextEquals("headers"u8))
                headers = json.SkipValue();
            else if (json.ValueTextEquals("multiValueQueryStringParameters"u8))
                hasMultiValueQuery = QueryMap.TryReadLists(ref json, result);
            else if (json.ValueTextEquals("queryStringParameters"u8))
                query = json.SkipValue();
            else if (json.ValueTextEquals("requestContext"u8))
                result.Context = RequestContextReader.Read(ref json);
            else if (json.ValueTextEquals("body"u8))
                body = json.SkipValue();
            else if (json.ValueTextEquals("isBase64Encoded"u8))
                isBase64 = json.ReadFlag();
            else
                json.SkipValue();
        }

        json.Read(); // Throws if anything follows the event.
        if (!hasMultiValueHeaders && headers >= 0)
            HeaderMap.ReadTexts(At(payload, headers), result.Headers);
        if (!hasMultiValueQuery && query >= 0)
            QueryMap.ReadTexts(At(payload, query), result);
        if (body >= 0)
            result.Body = ReadBody(payload[(int)body..], isBase64);

        return result.Method is { Length: > 0 } && result.Path is { Length: > 0 }
            ? result
            : throw new MalformedEventException("The event is not a REST proxy event: it has no httpMethod or no path.");
    }

    private static void ReadPathParameters(ref Utf8JsonReader json, List<string> parameters)
    {
        parameters.Clear();
        if (!json.ReadObjectOrNull())
            return;

        while (json.ReadMember())
        {
            var name = json.GetString()!;
            if (json.ReadText() is { } value)
            {
                parameters.Add(name);
                parameters.Add(value);
            }
        }
    }

    private ReadOnlyMemory<byte>? ReadBody(ReadOnlyMemory<byte> fromBody, bool isBase64)
    {
        var json = At(fromBody, 0);
        if (json.TokenType == JsonTokenType.Null)
            return null;

        json.Expect(JsonTokenType.String);
        var text = fromBody.Slice(1, json.ValueSpan.Length);
        if (!json.ValueIsEscaped && !isBase64)
            return text;

        decoded.Clear();
        var target = decoded.GetSpan(text.Length);
        if (json.ValueIsEscaped)
            decoded.Advance(json.CopyString(target));
        else
            decoded.Write(text.Span);

        return isBase64 ? DecodeInPlace(decoded.Written) : decoded.Written;
    }

    private static Memory<byte> DecodeInPlace(Memory<byte> base64) =>
        Base64.DecodeFromUtf8InPlace(base64.Span, out var length) == OperationStatus.Done
            ? base64[..length]
            : throw new FormatException("the body is not base64, although isBase64Encoded is true.");

    private static Utf8JsonReader At(ReadOnlyMemory<byte> payload, long offset)
    {
        var json = new Utf8JsonReader(payload.Span[(int)offset..], isFinalBlock: false, default);
        json.Read();
        return json;
    }
}
