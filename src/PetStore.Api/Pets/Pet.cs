using System.Text.Json;
using System.Text.Json.Serialization;

namespace PetStore.Api.Pets;

/// <summary>A pet that does not have an id yet.</summary>
/// <param name="Type">What kind of pet it is.</param>
/// <param name="Price">0 to 1,000,000 with at most two decimals, exact.</param>
internal sealed record NewPet(PetType Type, decimal Price);

/// <summary>A pet of the store. The order of the members is the order on the wire.</summary>
/// <param name="Id">1 to 2^53-1, assigned by the store in ascending order, never reused.</param>
/// <param name="Type">What kind of pet it is.</param>
/// <param name="Price">0 to 1,000,000 with at most two decimals, exact.</param>
[JsonConverter(typeof(PetConverter))]
internal sealed record Pet(long Id, PetType Type, decimal Price)
{
    /// <summary>The three pets of a new store, from API Gateway's sample API.</summary>
    public static IReadOnlyList<Pet> Samples { get; } =
    [
        new(1, PetType.Dog, 249.99m),
        new(2, PetType.Cat, 124.99m),
        new(3, PetType.Fish, 0.99m),
    ];
}

/// <summary>The response to creating a pet.</summary>
/// <param name="Pet">The pet as it is stored.</param>
/// <param name="Message">Always <c>success</c>.</param>
internal sealed record NewPetResponse(Pet Pet, string Message);

/// <summary>Writes a pet by hand: the generated code for number members is generic, and would be compiled at each start.</summary>
internal sealed class PetConverter : JsonConverter<Pet>
{
    private static readonly JsonEncodedText IdName = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText TypeName = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText PriceName = JsonEncodedText.Encode("price");

    public override Pet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Pets are only written.");

    public override void Write(Utf8JsonWriter writer, Pet value, JsonSerializerOptions options) => Write(writer, value);

    public static void Write(Utf8JsonWriter writer, Pet value)
    {
        writer.WriteStartObject();
        writer.WriteNumber(IdName, value.Id);
        writer.WriteString(TypeName, PetTypeName.Encoded(value.Type));
        writer.WriteNumber(PriceName, value.Price);
        writer.WriteEndObject();
    }
}
