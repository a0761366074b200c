using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AspNetCore.LambdaServer.Events;

/// <summary>Reads the event's headers into the request's. Names that differ only in case are one header.</summary>
internal static class HeaderMap
{
    /// <summary><c>{name: [value]}</c>; false for null.</summary>
    public static bool TryReadLists(ref Utf8JsonReader json, HeaderDictionary headers)
    {
        headers.Clear();
        if (!json.ReadObjectOrNull())
            return false;

        while (json.ReadMember())
        {
            var name = ReadName(ref json);
            if (!json.ReadListOrNull())
                continue;

            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                Add(headers, name, json.TokenType == JsonTokenType.Null ? null : ReadValue(ref json));
        }

        return true;
    }

    /// <summary><c>{name: value}</c>, with the reader on the value of the member.</summary>
    public static void ReadTexts(Utf8JsonReader json, HeaderDictionary headers)
    {
        headers.Clear();
        if (json.TokenType == JsonTokenType.Null)
            return;

        json.Expect(JsonTokenType.StartObject);
        while (json.ReadMember())
        {
            var name = ReadName(ref json);
            json.Read();
            Add(headers, name, json.TokenType == JsonTokenType.Null ? null : ReadValue(ref json));
        }
    }

    private static string ReadName(ref Utf8JsonReader json)
    {
        var name = json.GetString()!;
        return HeaderText.IsName(name)
            ? name
            : throw new BadHttpRequestException("The request has a header with an invalid name.");
    }

    private static string ReadValue(ref Utf8JsonReader json)
    {
        json.Expect(JsonTokenType.String);
        var value = json.GetString()!;
        return HeaderText.IsOneLine(value)
            ? value
            : throw new BadHttpRequestException("The request has a header with a line break or NUL in its value.");
    }

    private static void Add(HeaderDictionary headers, string name, string? value)
    {
        if (value is not null)
            headers[name] = StringValues.Concat(headers[name], value);
    }
}
