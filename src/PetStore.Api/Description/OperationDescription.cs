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
/// What the handlers read and write beyond their signatures: query, headers, body and error responses. One case for each operation, in
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
                operation.Description = "Follow `Link` from page to page: pets that are created or deleted meanwhile never make another pet appear twice or be missed.";
                operation.Parameters = [PetType(context), Order(), Limit(), Page(), After()];
                Succeeds(operation, 200, "A page of pets. `Link` has the first page, and the next one while there is one.", Link);
                Fails(operation, context, 400);
                break;

            case "exportPets":
                operation.Description = "Newline-delimited JSON (NDJSON) in id order: one `Pet` a line. The response is streamed. A connection that breaks off before the end of the body means that the export is incomplete.";
                operation.Parameters = [PetType(context)];
                Succeeds(operation, 200, "Every pet, one JSON object a line.");
                ((OpenApiResponse)operation.Responses!["200"]).Content = Lines();
                Fails(operation, context, 400);
                break;

            case "createPet":
                operation.Description = "The store assigns the id. Send an `Idempotency-Key` so that the call can be repeated safely if its response is lost.";
                operation.Parameters = [Key()];
                operation.RequestBody = Body(context);
                Succeeds(operation, 201, "The pet, with its id.", ("Location", "The address of the pet.", "/pets/4"), EntityTag);
                Fails(operation, context, 400, 403, 408, 413, 415, 422);
                break;

            case "getPet":
                operation.Description = "The `ETag` is the pet's version. Send it as `If-None-Match` to learn whether the pet has changed, or as `If-Match` to change it safely.";
                operation.Parameters = [Id(), IfMatch(), IfNoneMatch()];
                Succeeds(operation, 200, "The pet.", EntityTag);
                operation.Responses!["304"] = new OpenApiResponse { Description = "The pet has not changed.", Headers = Headers(EntityTag) };
                Fails(operation, context, 400, 404, 412);
                break;

            case "replacePet":
                operation.Description = "Send the pet's `ETag` as `If-Match` so that the call does not overwrite what others wrote meanwhile.";
                operation.Parameters = [Id(), IfMatch(), IfNoneMatch()];
                operation.RequestBody = Body(context);
                Succeeds(operation, 200, "The pet after the change.", EntityTag);
                Fails(operation, context, 400, 403, 404, 408, 412, 413, 415);
                break;

            case "deletePet":
                operation.Description = "Send the pet's `ETag` as `If-Match` to remove the pet only if it has not changed.";
                operation.Parameters = [Id(), IfMatch(), IfNoneMatch()];
                Succeeds(operation, 204, "The pet is removed.");
                Fails(operation, context, 400, 403, 404, 412);
                break;

            default:
                operation.Description = "For load balancers and monitors. Takes no input.";
                Succeeds(operation, 200, "It works.");
                break;
        }

        Fails(operation, context, 500, 503, 504);
    }

    private static (string, string, string) Link => (
        "Link", "`<...>; rel=\"next\"` while there are more pets, and `<...>; rel=\"first\"` (RFC 8288).",
        "</pets?after=20&limit=20>; rel=\"next\", </pets?limit=20>; rel=\"first\"");

    private static (string, string, string) EntityTag => ("ETag", "The pet's version, for If-Match and If-None-Match.", "\"1\"");

    private static OpenApiParameter PetType(OperationFilterContext context) => Parameter(
        "type", ParameterLocation.Query, "Only pets of this kind.", context.SchemaGenerator.GenerateSchema(typeof(PetType), context.SchemaRepository));

    private static OpenApiParameter Order() => Parameter(
        "order", ParameterLocation.Query, "By id: `asc`, the oldest pet first, or `desc`, the newest first.",
        new OpenApiSchema { Title = "SortOrder", Type = JsonSchemaType.String, Enum = ["asc", "desc"], Default = "asc" });

    private static OpenApiParameter Limit() => Parameter(
        "limit", ParameterLocation.Query, "How many pets a page has.", Integer(PetListRequest.MaxLimit, PetListRequest.DefaultLimit));

    // Without a default: tools that send defaults would send it together with after.
    private static OpenApiParameter Page() => Parameter(
        "page", ParameterLocation.Query, "The number of the page, from 1. `page * limit` is at most 10,000. Cannot be combined with `after`.", Integer(PetListRequest.MaxDepth, null));

    private static OpenApiParameter After() => Parameter(
        "after", ParameterLocation.Query, "Only pets that follow the pet with this id in the order asked for. Cannot be combined with `page`.", IdSchema());

    private static OpenApiParameter Id()
    {
        var id = Parameter("petId", ParameterLocation.Path, "The pet's id.", IdSchema());
        (id.Required, id.Example) = (true, 1);
        return id;
    }

    private static OpenApiParameter Key() => Header(
        IdempotencyKey.HeaderName,
        "The client's name for this attempt. Sent again with an equal pet within 24 hours, it answers the first answer again and creates nothing.",
        new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyKey.MaxLength, Pattern = "^[!-~]+$" });

    private static OpenApiParameter IfMatch() => Header(
        "If-Match", "Continue only if the pet has one of these entity tags.", Text());

    private static OpenApiParameter IfNoneMatch() => Header(
        "If-None-Match", "Continue only if the pet has none of these entity tags.", Text());

    // NSwag takes x-originalName for its parameter's name, and would make if_Match of If-Match.
    private static OpenApiParameter Header(string name, string description, IOpenApiSchema schema)
    {
        var parameter = Parameter(name, ParameterLocation.Header, description, schema);
        var camelCase = string.Concat(name.Split('-').Select((word, i) => i == 0 ? word.ToLowerInvariant() : word));
        parameter.AddExtension("x-originalName", new JsonNodeExtension(camelCase));
        return parameter;
    }

    private static OpenApiParameter Parameter(string name, ParameterLocation place, string description, IOpenApiSchema schema) =>
        new() { Name = name, In = place, Description = description, Schema = schema };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Integer(int max, int? otherwise) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int32",
        Minimum = "1",
        Maximum = max.ToString(CultureInfo.InvariantCulture),
        Default = otherwise,
    };

    private static Dictionary<string, IOpenApiMediaType> Lines() => new()
    {
        [PetExport.ContentType] = new OpenApiMediaType
        {
            Schema = Text(),
            Example = """
                {"id":1,"type":"dog","price":249.99}
                {"id":2,"type":"cat","price":124.99}

                """,
        },
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
        Description = $"At most {RequestBody.MaxBytes / 1024} KiB.",
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
        (string Name, string Description, string Example) requestId = ("X-Request-Id", "The id of the request in the log.", RequestId);
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
