using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace PetStore.Api.Logging;

/// <summary>Writes the values in a message and its scopes as members of the line's object, each name once.</summary>
internal sealed class LogMembers
{
    private static readonly string[] Taken = ["timestamp", "level", "category", "message", "exception"];

    // Names come from message templates in code, so they are few.
    private static readonly ConcurrentDictionary<string, JsonEncodedText> Names = new();

    [ThreadStatic]
    private static LogMembers? t_members;

    private readonly List<JsonEncodedText> _written = [];
    private Utf8JsonWriter _json = null!;

    /// <summary>For one line; the same object serves the thread's next line.</summary>
    public static LogMembers Begin(Utf8JsonWriter json)
    {
        var members = t_members ??= new LogMembers();
        members._json = json;
        members._written.Clear();
        return members;
    }

    public void Write(object? state)
    {
        // A list first: foreach over one's interface allocates an enumerator.
        if (state is IReadOnlyList<KeyValuePair<string, object?>> list)
        {
            for (var i = 0; i < list.Count; i++)
                Write(list[i]);
        }
        else if (state is IEnumerable<KeyValuePair<string, object?>> members)
        {
            foreach (var member in members)
                Write(member);
        }
    }

    private void Write(KeyValuePair<string, object?> member)
    {
        if (member.Key == "{OriginalFormat}")
            return;

        var name = Names.GetOrAdd(member.Key, key => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(key)));
        if (_written.Contains(name) || Taken.Contains(name.Value))
            return;

        _written.Add(name);
        _json.WritePropertyName(name);
        WriteValue(member.Value);
    }

    private void WriteValue(object? value)
    {
        switch (value)
        {
            case null: _json.WriteNullValue(); break;
            case string text: _json.WriteStringValue(text); break;
            case bool flag: _json.WriteBooleanValue(flag); break;
            case int number: _json.WriteNumberValue(number); break;
            case long number: _json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): _json.WriteNumberValue(number); break;
            default: _json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}
