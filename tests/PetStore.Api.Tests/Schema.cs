using System.Text.Json;

namespace PetStore.Api.Tests;

/// <summary>The part of JSON Schema that the API description uses. An unknown keyword is an error.</summary>
internal static class Schema
{
    private static readonly HashSet<string> Annotations =
        ["description", "title", "example", "examples", "default", "format", "readOnly", "multipleOf", "nullable", "pattern", "minLength", "maxLength", "x-ms-primary-error-message"];

    public static void AssertValid(JsonElement value, JsonElement schema, string at)
    {
        schema = ApiDescription.Resolve(schema);
        foreach (var keyword in schema.EnumerateObject().Where(keyword => !Annotations.Contains(keyword.Name)))
            Check(value, schema, keyword, at);
    }

    private static void Check(JsonElement value, JsonElement schema, JsonProperty keyword, string at)
    {
        var wanted = keyword.Value;
        switch (keyword.Name)
        {
            case "type":
                Assert.True(IsOf(value, wanted, schema), $"{at}: {value.GetRawText()} is not of type {wanted}.");
                break;
            case "enum":
                Assert.True(wanted.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)), $"{at}: {value} is none of {wanted}.");
                break;
            case "minimum":
                Assert.True(value.GetDecimal() >= wanted.GetDecimal(), $"{at}: {value} is below {wanted}.");
                break;
            case "maximum":
                Assert.True(value.GetDecimal() <= wanted.GetDecimal(), $"{at}: {value} is above {wanted}.");
                break;
            case "maxItems":
                Assert.True(value.GetArrayLength() <= wanted.GetInt32(), $"{at}: more than {wanted} items.");
                break;
            case "minItems":
                Assert.True(value.GetArrayLength() >= wanted.GetInt32(), $"{at}: fewer than {wanted} items.");
                break;
            case "items":
                foreach (var item in value.EnumerateArray())
                    AssertValid(item, wanted, $"{at}[]");
                break;
            case "required":
                Assert.All(wanted.EnumerateArray(), name => Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{at}: {name} is missing."));
                break;
            case "properties":
                foreach (var member in value.EnumerateObject().Where(member => wanted.TryGetProperty(member.Name, out _)))
                    AssertValid(member.Value, wanted.GetProperty(member.Name), $"{at}.{member.Name}");
                break;
            case "additionalProperties":
                foreach (var member in value.EnumerateObject().Where(member => !Names(schema).Contains(member.Name)))
                {
                    Assert.False(wanted.ValueKind == JsonValueKind.False, $"{at}: {member.Name} is one member too many.");
                    if (wanted.ValueKind == JsonValueKind.Object)
                        AssertValid(member.Value, wanted, $"{at}.{member.Name}");
                }

                break;
            case "allOf":
                foreach (var part in wanted.EnumerateArray())
                    AssertValid(value, part, at);
                break;
            default:
                Assert.Fail($"{at}: the keyword {keyword.Name} is new to this check.");
                break;
        }
    }

    private static HashSet<string> Names(JsonElement schema) =>
        schema.TryGetProperty("properties", out var properties) ? [.. properties.EnumerateObject().Select(property => property.Name)] : [];

    private static bool IsOf(JsonElement value, JsonElement type, JsonElement schema) =>
        type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Any(one => IsOf(value, one, schema))
            : (type.GetString(), value.ValueKind) switch
            {
                ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
                ("number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
                ("integer", JsonValueKind.Number) => value.TryGetInt64(out _),
                ("null", JsonValueKind.Null) => true,
                (_, JsonValueKind.Null) => schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean(),
                _ => false,
            };
}
