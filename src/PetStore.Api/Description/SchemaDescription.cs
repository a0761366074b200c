using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PetStore.Api.Errors;
using PetStore.Api.Health;
using PetStore.Api.Pets;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PetStore.Api.Description;

/// <summary>What the types do not express: ranges, examples, and that no other members are allowed.</summary>
internal sealed class SchemaDescription : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema described || context.MemberInfo is not null)
            return;

        if (context.Type == typeof(PetType))
        {
            // Without an example, which Swagger UI would enter into the list's filter.
            described.Description = "The kinds of pets that the store sells.";
            return;
        }

        if (described.Properties is not { Count: > 0 } members)
            return;

        // Problems may get more members (RFC 9457, section 3.2); pets may not.
        described.AdditionalPropertiesAllowed = context.Type == typeof(ProblemDocument);
        described.Required = members.Where(member => !IsOptional(context.Type, member.Key)).Select(member => member.Key).ToHashSet();
        foreach (var member in members.Values.OfType<OpenApiSchema>())
            member.Type &= ~JsonSchemaType.Null;

        if (members.TryGetValue("id", out var id))
            DescribeId((OpenApiSchema)id);
        if (members.TryGetValue("price", out var price))
            DescribePrice((OpenApiSchema)price);

        // Kiota takes the message of its exception from this member.
        if (context.Type == typeof(ProblemDocument))
        {
            ((OpenApiSchema)members["detail"]).Extensions = new Dictionary<string, IOpenApiExtension>
            {
                ["x-ms-primary-error-message"] = new JsonNodeExtension(JsonValue.Create(true)),
            };
        }

        if (About(context.Type) is var (description, example))
            (described.Description, described.Examples) = (description, [example]);
    }

    public static void DescribeId(OpenApiSchema id)
    {
        (id.Type, id.Format) = (JsonSchemaType.Integer, "int64");
        (id.Minimum, id.Maximum) = ("1", PetId.Max.ToString(CultureInfo.InvariantCulture));
        id.Description = "Assigned by the store in ascending order, never reused.";
    }

    private static void DescribePrice(OpenApiSchema price)
    {
        (price.Type, price.Format) = (JsonSchemaType.Number, "decimal");
        (price.Minimum, price.Maximum) = ("0", Price.Max.ToString(CultureInfo.InvariantCulture));
        price.Description = "At most two decimals, exact.";
    }

    private static bool IsOptional(Type type, string member) =>
        type == typeof(ProblemDocument) && member is "detail" or "errors";

    private static (string, JsonNode)? About(Type type) => type.Name switch
    {
        nameof(NewPet) => ("A pet that does not have an id yet.", Json("""{"type":"bird","price":19.99}""")),
        nameof(Pet) => ("A pet of the store.", Json("""{"id":1,"type":"dog","price":249.99}""")),
        nameof(NewPetResponse) => (
            "The response to creating a pet.", Json("""{"pet":{"id":4,"type":"bird","price":19.99},"message":"success"}""")),
        nameof(HealthStatus) => ("Always `ok`. If something is wrong, the response is a problem.", Json("""{"status":"ok"}""")),
        nameof(ProblemDocument) => ("RFC 9457, with the id of the request in the log.", Json("""
            {"type":"about:blank","title":"Bad Request","status":400,"detail":"price must be a number from 0 to 1000000 with at most two decimals.",
             "errors":{"price":["must be a number from 0 to 1000000 with at most two decimals"]},"requestId":"0HN7:00000001"}
            """)),
        _ => null,
    };

    private static JsonNode Json(string text) => JsonNode.Parse(text)!;
}
