using System.Globalization;
using System.Text.Json;

namespace PetStore.Api.Logging;

/// <summary>Writes what a message and its scopes are made of as members of the line's object, each name once.</summary>
internal sealed class LogMembers(Utf8JsonWriter json)
{
    private readonly HashSet<string> _written = ["timestamp", "level", "category", "message", "exception"];

    public void Write(object? state)
    {
        if (state is not IEnumerable<KeyValuePair<string, object?>> members)
            return;

        foreach (var (key, value) in members)
        {
            if (key == "{OriginalFormat}")
                continue;

            var name = JsonNamingPolicy.CamelCase.ConvertName(key);
            if (_written.Add(name))
                WriteMember(name, value);
        }
    }

    private void WriteMember(string name, object? value)
    {
        json.WritePropertyName(name);
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}
