using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using PetStore.Api.Errors;
using PetStore.Api.Pets;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PetStore.Api.Description;

/// <summary>
/// What the handlers read and write beyond their signatures: query, headers, body and error answers. A table by operation, in
/// the order of the routes.
/// </summary>
internal sealed class OperationDescription : IOperationFilter
{
    private const string RequestId = "0HN7:00000001";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        switch (operation.OperationId)
        {
            case "listPets":
                operation.Description = "Follow `Link` from page to page: pets that others insert or remove meanwhile make none of the rest appear twice or be missed.";
                operation.Parameters = [PetType(context), Limit(), Page(), After()];
                Succeeds(operation, 200, "A page of pets; `Link` says where the next one is, while there is more.", ("Link", "`<...>; rel=\"next\"` (RFC 8288)", "</pets?after=20&limit=20>; rel=\"next\""));
                Fails(operation, context, 400);
                break;

            case "createPet":
                operation.Description = "The store gives the id. Send an `Idempotency-Key` to be able to repeat the call safely when its answer was lost.";
                operation.Parameters = [Key()];
                operation.RequestBody = Body(context);
                Succeeds(operation, 201, "The pet, with its id.", ("Location", "Where the pet is.", "/pets/4"), EntityTag);
                Fails(operation, context, 400, 403, 408, 413, 415, 422);
                break;

            case "getPet":
                operation.Description = "The `ETag` is the pet's version: send it as `If-None-Match` to be told whether the pet has changed, or as `If-Match` to change it safely.";
                operation.Parameters = [Id(), IfMatch(), IfNoneMatch()];
                Succeeds(operation, 200, "The pet.", EntityTag);
                operation.Responses!["304"] = new OpenApiResponse { Description = "The pet is still as the client has it.", Headers = Headers(EntityTag) };
                Fails(operation, context, 400, 404, 412);
                break;

            case "replacePet":
                operation.Description = "Send the pet's `ETag` as `If-Match`, or what others wrote meanwhile is lost.";
                operation.Parameters = [Id(), IfMatch(), IfNoneMatch()];
                operation.RequestBody = Body(context);
                Succeeds(operation, 200, "The pet as it is now.", EntityTag);
                Fails(operation, context, 400, 403, 404, 408, 412, 413, 415);
                break;

            case "deletePet":
                operation.Description = "Send the pet's `ETag` as `If-Match` to remove only what was seen.";
                operation.Parameters = [Id(), IfMatch(), IfNoneMatch()];
                Succeeds(operation, 204, "The pet is removed.");
                Fails(operation, context, 400, 403, 404, 412);
                break;

            default:
                operation.Description = "For load balancers and monitors; it takes no input.";
                Succeeds(operation, 200, "All is well.");
                break;
        }

        Fails(operation, context, 500, 503, 504);
    }

    private static (string, string, string) EntityTag => ("ETag", "The pet's version, for If-Match and If-None-Match.", "\"1\"");

    private static OpenApiParameter PetType(OperationFilterContext context) => Parameter(
        "type", ParameterLocation.Query, "Only pets of this kind.", context.SchemaGenerator.GenerateSchema(typeof(PetType), context.SchemaRepository));

    private static OpenApiParameter Limit() => Parameter(
        "limit", ParameterLocation.Query, "How many pets a page has.", Integer(PetListRequest.MaxLimit, PetListRequest.DefaultLimit));

    private static OpenApiParameter Page() => Parameter(
        "page", ParameterLocation.Query, "Which page, as people count: from 1. `page * limit` is at most 10,000. Not with `after`.", Integer(PetListRequest.MaxDepth, 1));

    private static OpenApiParameter After() => Parameter(
        "after", ParameterLocation.Query, "Only pets with a greater id: where the last page ended, as machines follow. Not with `page`.", IdSchema());

    private static OpenApiParameter Id()
    {
        var id = Parameter("petId", ParameterLocation.Path, "The pet's id.", IdSchema());
        (id.Required, id.Example) = (true, 1);
        return id;
    }

    private static OpenApiParameter Key() => Parameter(
        IdempotencyKey.HeaderName, ParameterLocation.Header,
        "The client's name for this attempt. Sent again with an equal pet within 24 hours, it answers the first answer again and creates nothing.",
        new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyKey.MaxLength, Pattern = "^[!-~]+$" });

    private static OpenApiParameter IfMatch() => Parameter(
        "If-Match", ParameterLocation.Header, "Go on only while the pet has one of these entity tags.", Text());

    private static OpenApiParameter IfNoneMatch() => Parameter(
        "If-None-Match", ParameterLocation.Header, "Go on only while the pet has none of these entity tags.", Text());

    private static OpenApiParameter Parameter(string name, ParameterLocation place, string description, IOpenApiSchema schema) =>
        new() { Name = name, In = place, Description = description, Schema = schema };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Integer(int max, int otherwise) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int32",
        Minimum = "1",
        Maximum = max.ToString(CultureInfo.InvariantCulture),
        Default = otherwise,
    };

    private static OpenApiSchema IdSchema()
    {
        var id = new OpenApiSchema();
        SchemaDescription.DescribeId(id);
        id.Description = null;
        return id;
    }

    private static OpenApiRequestBody Body(OperationFilterContext context) => new()
    {
        Required = true,
        Description = $"At most {NewPetBody.MaxBytes / 1024} KiB.",
        Content = Content("application/json", typeof(NewPet), context),
    };

    private static void Succeeds(OpenApiOperation operation, int status, string description, params (string, string, string)[] headers)
    {
        var response = (OpenApiResponse)operation.Responses![status.ToString(CultureInfo.InvariantCulture)];
        response.Description = description;
        response.Headers = Headers(headers);
    }

    private static void Fails(OpenApiOperation operation, OperationFilterContext context, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            operation.Responses![status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = Reason(status),
                Content = Content(Problem.ContentType, typeof(ProblemDocument), context, status == 400 ? null : ProblemOf(status)),
                Headers = status switch
                {
                    415 => Headers(("Accept-Encoding", "Sent if the Content-Encoding was the reason.", "identity")),
                    503 => Headers(("Retry-After", "Seconds to wait before the next try.", "1")),
                    _ => Headers(),
                },
            };
        }
    }

    private static string Reason(int status) => status switch
    {
        403 => "A browser sent this for a page of an origin that may not write (`Cors:Origins`).",
        408 => "The body came too slowly.",
        _ => ReasonPhrases.GetReasonPhrase(status),
    };

    // The type's own example shows a request that is not valid.
    private static JsonNode? ProblemOf(int status)
    {
        var problem = new ProblemDocument { Title = ReasonPhrases.GetReasonPhrase(status), Status = status, RequestId = RequestId };
        return JsonSerializer.SerializeToNode(problem, PetStoreJson.Default.ProblemDocument);
    }

    private static Dictionary<string, IOpenApiHeader> Headers(params (string Name, string Description, string Example)[] headers)
    {
        (string Name, string Description, string Example) requestId = ("X-Request-Id", "The id under which the log has the request.", RequestId);
        return headers.Append(requestId).ToDictionary(
            header => header.Name,
            IOpenApiHeader (header) => new OpenApiHeader { Description = header.Description, Schema = Text(), Example = header.Example });
    }

    private static Dictionary<string, IOpenApiMediaType> Content(
        string mediaType, Type type, OperationFilterContext context, JsonNode? example = null) => new()
    {
        [mediaType] = new OpenApiMediaType { Schema = context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository), Example = example },
    };
}
