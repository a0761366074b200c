using System.Text.Json;
using System.Text.Unicode;
using PetStore.Api.Errors;

namespace PetStore.Api.Pets;

/// <summary>
/// Reads <c>{"type": ..., "price": ...}</c> and nothing else. Written by hand, because it reports all wrong fields at once,
/// refuses duplicate members, and never converts a price to binary floating point.
/// </summary>
internal static class NewPetJson
{
    private const int MaxDepth = 64;

    /// <returns>The pet, or null if the body is not valid; <paramref name="errors"/> says why.</returns>
    public static NewPet? Read(ReadOnlySpan<byte> body, FieldErrors errors)
    {
        if (!Utf8.IsValid(body))
        {
            errors.Add(FieldErrors.Body, "is not valid UTF-8");
            return null;
        }

        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            return ReadDocument(ref reader, errors);
        }
        catch (JsonException) when (IsAtMaxDepth(reader))
        {
            errors.Add(FieldErrors.Body, $"is nested deeper than {MaxDepth} levels, or is not valid JSON at the last of them");
            return null;
        }
        catch (JsonException broken)
        {
            errors.Add(FieldErrors.Body, $"is not valid JSON: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}");
            return null;
        }
        catch (InvalidOperationException)
        {
            // A lone "\ud800" is JSON by its grammar, but not text; the reader finds that only when it is asked for the string.
            errors.Add(FieldErrors.Body, "has an escape sequence that is not a character");
            return null;
        }
    }

    // CurrentDepth does not count the level that the current token opens.
    private static bool IsAtMaxDepth(in Utf8JsonReader reader) =>
        reader.CurrentDepth + (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0) == MaxDepth;

    private static NewPet? ReadDocument(ref Utf8JsonReader reader, FieldErrors errors)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            reader.Read();
            errors.Add(FieldErrors.Body, "must be an object");
            return null;
        }

        PetType? type = null;
        decimal? price = null;
        bool hasType = false, hasPrice = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                RefuseSecond("type", ref hasType, errors);
                type = ReadType(ref reader, errors);
            }
            else if (reader.ValueTextEquals("price"u8))
            {
                RefuseSecond("price", ref hasPrice, errors);
                price = ReadPrice(ref reader, errors);
            }
            else
            {
                errors.Add(reader.GetString()!, "is not a member of a new pet");
                reader.Skip();
            }
        }

        // Nothing may follow the object: a second document throws here.
        reader.Read();
        if (!hasType)
            errors.Add("type", "is required");
        if (!hasPrice)
            errors.Add("price", "is required");

        return errors.IsEmpty && type is { } t && price is { } p ? new NewPet(t, p) : null;
    }

    private static void RefuseSecond(string member, ref bool seen, FieldErrors errors)
    {
        if (seen)
            errors.Add(member, "is given twice");

        seen = true;
    }

    private static PetType? ReadType(ref Utf8JsonReader reader, FieldErrors errors)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && PetTypeName.TryParse(reader.GetString(), out var type))
            return type;

        errors.Add("type", $"must be {PetTypeName.List}");
        reader.Skip();
        return null;
    }

    private static decimal? ReadPrice(ref Utf8JsonReader reader, FieldErrors errors)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && Price.TryParse(reader.ValueSpan, out var price))
            return price;

        errors.Add("price", Price.Rule);
        reader.Skip();
        return null;
    }
}
