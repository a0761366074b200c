using System.Text.Json;

namespace AspNetCore.LambdaServer.Events;

/// <summary>Steps through JSON whose shape is known. Each step leaves the reader on the last token that it read.</summary>
internal static class JsonReading
{
    /// <exception cref="InvalidOperationException">The token is of another type.</exception>
    public static void Expect(this ref Utf8JsonReader json, JsonTokenType type)
    {
        if (json.TokenType != type)
            throw new InvalidOperationException($"at byte {json.TokenStartIndex} it has {json.TokenType} in place of {type}.");
    }

    /// <summary>To the next member's name; false at the end of the object.</summary>
    public static bool ReadMember(this ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <summary>From a name to its value, which is an object or null (false).</summary>
    public static bool ReadObjectOrNull(this ref Utf8JsonReader json) => json.ReadOrNull(JsonTokenType.StartObject);

    /// <summary>From a name to its value, which is a list or null (false).</summary>
    public static bool ReadListOrNull(this ref Utf8JsonReader json) => json.ReadOrNull(JsonTokenType.StartArray);

    /// <summary>From a name to its value, a string or null.</summary>
    public static string? ReadText(this ref Utf8JsonReader json) => json.ReadOrNull(JsonTokenType.String) ? json.GetString() : null;

    /// <summary>From a name to its value: true, or false and null.</summary>
    public static bool ReadFlag(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType is not (JsonTokenType.False or JsonTokenType.Null) && json.GetBoolean();
    }

    /// <summary>From a name past its value.</summary>
    /// <returns>Where the value begins.</returns>
    public static long SkipValue(this ref Utf8JsonReader json)
    {
        json.Read();
        var start = json.TokenStartIndex;
        json.Skip();
        return start;
    }

    private static bool ReadOrNull(this ref Utf8JsonReader json, JsonTokenType type)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
            return false;

        json.Expect(type);
        return true;
    }
}
