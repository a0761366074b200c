using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AspNetCore.LambdaServer.Events;

/// <summary>
/// Rebuilds the query from the event's decoded map: every byte but RFC 3986's unreserved characters is percent-encoded again.
/// The order of the values of one key is the client's; the order of keys is the map's.
/// </summary>
internal static class QueryMap
{
    /// <summary><c>{key: [value]}</c>; false for null.</summary>
    public static bool TryReadLists(ref Utf8JsonReader json, ProxyEvent result)
    {
        result.Query = "";
        if (!json.ReadObjectOrNull())
            return false;

        var query = new ArrayBufferWriter<byte>();
        while (json.ReadMember())
        {
            var key = Utf8(ref json);
            if (!json.ReadListOrNull())
                continue;

            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                Append(query, key, ref json);
        }

        result.Query = Encoding.ASCII.GetString(query.WrittenSpan);
        return true;
    }

    /// <summary><c>{key: value}</c>, with the reader on the value of the member.</summary>
    public static void ReadTexts(Utf8JsonReader json, ProxyEvent result)
    {
        result.Query = "";
        if (json.TokenType == JsonTokenType.Null)
            return;

        json.Expect(JsonTokenType.StartObject);
        var query = new ArrayBufferWriter<byte>();
        while (json.ReadMember())
        {
            var key = Utf8(ref json);
            json.Read();
            Append(query, key, ref json);
        }

        result.Query = Encoding.ASCII.GetString(query.WrittenSpan);
    }

    private static void Append(ArrayBufferWriter<byte> query, scoped ReadOnlySpan<byte> key, ref Utf8JsonReader json)
    {
        query.Write(query.WrittenCount == 0 ? "?"u8 : "&"u8);
        Encode(query, key);
        query.Write("="u8);
        if (json.TokenType == JsonTokenType.Null)
            return;

        json.Expect(JsonTokenType.String);
        Encode(query, Utf8(ref json));
    }

    /// <summary>The token's text. GetString checks that it is valid text, which CopyString alone does not for an unescaped one.</summary>
    private static ReadOnlySpan<byte> Utf8(ref Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped && LengthOfUnreserved(json.ValueSpan) == json.ValueSpan.Length)
            return json.ValueSpan;

        return Encoding.UTF8.GetBytes(json.GetString()!);
    }

    private static void Encode(ArrayBufferWriter<byte> query, ReadOnlySpan<byte> text)
    {
        while (LengthOfUnreserved(text) is var plain && plain < text.Length)
        {
            query.Write(text[..plain]);
            var encoded = query.GetSpan(3);
            encoded[0] = (byte)'%';
            Convert.TryToHexString(text.Slice(plain, 1), encoded[1..], out _);
            query.Advance(3);
            text = text[(plain + 1)..];
        }

        query.Write(text);
    }

    private static int LengthOfUnreserved(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~'))
            length++;

        return length;
    }
}
