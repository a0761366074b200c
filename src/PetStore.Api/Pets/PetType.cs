using System.Text.Json;
using System.Text.Json.Serialization;

namespace PetStore.Api.Pets;

/// <summary>The kinds of pets that the store sells.</summary>
[JsonConverter(typeof(PetTypeConverter))]
internal enum PetType
{
    Dog,
    Cat,
    Fish,
    Bird,
    Gecko,
}

/// <summary>The names of the kinds, as written in JSON and in every store: lower case, nothing else.</summary>
internal static class PetTypeName
{
    private static readonly string[] Names = ["dog", "cat", "fish", "bird", "gecko"];

    private static readonly JsonEncodedText[] EncodedNames = [.. Names.Select(name => JsonEncodedText.Encode(name))];

    public static string Of(PetType type) => Names[(int)type];

    public static JsonEncodedText Encoded(PetType type) => EncodedNames[(int)type];

    public static bool TryParse(string? name, out PetType type)
    {
        type = (PetType)Array.IndexOf(Names, name);
        return type >= 0;
    }

    /// <summary>The names in words: <c>dog, cat, fish, bird or gecko</c>.</summary>
    public static string List { get; } = $"{string.Join(", ", Names[..^1])} or {Names[^1]}";
}

/// <summary>Gives the API description the names.</summary>
internal sealed class PetTypeConverter : JsonConverter<PetType>
{
    public override PetType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Types are only written.");

    public override void Write(Utf8JsonWriter writer, PetType value, JsonSerializerOptions options) =>
        writer.WriteStringValue(PetTypeName.Of(value));
}
