using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PetStore.Api.Errors;
using PetStore.Api.Storage;

namespace PetStore.Api.Pets;

internal static class PetEndpoints
{
    public static void MapPets(this IEndpointRouteBuilder routes)
    {
        var pets = routes.MapGroup("/pets").WithTags("pets");

        pets.MapMethods("/", HttpVerbs.Read, List).WithName("listPets").WithSummary("Lists pets, a page at a time.");
        pets.MapPost("/", Create).WithName("createPet").WithSummary("Creates a pet.");
        pets.MapMethods("/", HttpVerbs.Options, (HttpResponse response) => Allow(response, "GET, HEAD, POST, OPTIONS")).ExcludeFromDescription();

        pets.MapMethods("/export", HttpVerbs.Read, Export).WithName("exportPets").WithSummary("Streams every pet, one JSON object a line.");
        pets.MapMethods("/export", HttpVerbs.Options, (HttpResponse response) => Allow(response, "GET, HEAD, OPTIONS")).ExcludeFromDescription();
        pets.Map("/export", (HttpResponse response) => NotAllowed(response, "GET, HEAD, OPTIONS")).ExcludeFromDescription();

        pets.MapMethods("/{petId}", HttpVerbs.Read, Find).WithName("getPet").WithSummary("Reads a pet by its id.");
        pets.MapPut("/{petId}", Replace).WithName("replacePet").WithSummary("Replaces a pet's type and price.");
        pets.MapDelete("/{petId}", Delete).WithName("deletePet").WithSummary("Removes a pet.");
        pets.MapMethods("/{petId}", HttpVerbs.Options, (HttpResponse response) => Allow(response, "GET, HEAD, PUT, DELETE, OPTIONS")).ExcludeFromDescription();
    }

    private static async Task<Results<Ok<Pet[]>, Problem>> List(
        HttpContext http, IPetStore store, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (PetListRequest.Read(http.Request.Query, errors) is not { } request)
            return Problem.Invalid(errors);

        var page = await store.ListAsync(request.Query, cancellationToken);
        http.Response.Headers.Link = Links(http.Request.PathBase, request, page);
        return TypedResults.Ok(page.Pets);
    }

    private static Results<PetExport, Problem> Export(HttpContext http, IPetStore store, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var type = PetListRequest.ReadType(http.Request.Query["type"], errors);
        return errors.IsEmpty ? new PetExport(store.ExportAsync(type, cancellationToken)) : Problem.Invalid(errors);
    }

    private static async Task<Results<Created<NewPetResponse>, Problem>> Create(
        HttpContext http, IPetStore store, CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryRead(http.Request.Headers, out var key))
            return Problem.Invalid(IdempotencyKey.HeaderName, IdempotencyKey.Rule);

        var (newPet, problem) = await NewPetBody.ReadAsync(http.Request);
        if (newPet is null)
            return problem!;

        var (status, created) = await store.CreateAsync(newPet, key, cancellationToken);
        if (status == CreateStatus.KeyUsedForAnotherPet)
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, "The idempotency key was used for another pet.");

        var (pet, version) = created!;
        http.Response.Headers.ETag = Preconditions.EntityTag(version);
        return TypedResults.Created($"{http.Request.PathBase}/pets/{Text(pet.Id)}", new NewPetResponse(pet, "success"));
    }

    private static async Task<Results<Ok<Pet>, StatusCodeHttpResult, Problem>> Find(
        string petId, HttpContext http, IPetStore store, CancellationToken cancellationToken)
    {
        if (!TryReadTarget(petId, http, out var id, out var preconditions, out var problem))
            return problem;
        if (await store.FindAsync(id, cancellationToken) is not { } found)
            return NotFound(id);
        if (!preconditions.IfMatch.HoldsFor(found.Version))
            return ConditionFailed();

        http.Response.Headers.ETag = Preconditions.EntityTag(found.Version);
        return preconditions.IfNoneMatch.HoldsFor(found.Version)
            ? TypedResults.Ok(found.Pet)
            : TypedResults.StatusCode(StatusCodes.Status304NotModified);
    }

    private static async Task<Results<Ok<Pet>, Problem>> Replace(
        string petId, HttpContext http, IPetStore store, CancellationToken cancellationToken)
    {
        if (!TryReadTarget(petId, http, out var id, out var preconditions, out var invalid))
            return invalid;

        var (newPet, problem) = await NewPetBody.ReadAsync(http.Request);
        if (newPet is null)
            return problem!;

        var (status, replaced) = await store.ReplaceAsync(id, newPet, preconditions.ForWriting, cancellationToken);
        if (status != WriteStatus.Done)
            return NotWritten(status, id);

        http.Response.Headers.ETag = Preconditions.EntityTag(replaced!.Version);
        return TypedResults.Ok(replaced.Pet);
    }

    private static async Task<Results<NoContent, Problem>> Delete(
        string petId, HttpContext http, IPetStore store, CancellationToken cancellationToken)
    {
        if (!TryReadTarget(petId, http, out var id, out var preconditions, out var problem))
            return problem;

        var (status, _) = await store.DeleteAsync(id, preconditions.ForWriting, cancellationToken);
        return status == WriteStatus.Done ? TypedResults.NoContent() : NotWritten(status, id);
    }

    // A plain OPTIONS; the CORS middleware answers preflights before.
    private static NoContent Allow(HttpResponse response, string methods)
    {
        response.Headers.Allow = methods;
        return TypedResults.NoContent();
    }

    // "export" would otherwise be taken for the id of a pet, where PUT and DELETE exist.
    private static Problem NotAllowed(HttpResponse response, string methods)
    {
        response.Headers.Allow = methods;
        return Problem.Of(StatusCodes.Status405MethodNotAllowed);
    }

    private static bool TryReadTarget(
        string petId,
        HttpContext http,
        out long id,
        [NotNullWhen(true)] out Preconditions? preconditions,
        [NotNullWhen(false)] out Problem? problem)
    {
        var errors = new FieldErrors();
        if (!PetId.TryParse(petId, out id))
            errors.Add("petId", PetId.Rule);

        preconditions = Preconditions.Read(http.Request.Headers, errors);
        problem = errors.IsEmpty ? null : Problem.Invalid(errors);
        return problem is null;
    }

    private static Problem NotWritten(WriteStatus status, long id) =>
        status == WriteStatus.NotFound ? NotFound(id) : ConditionFailed();

    public static Problem NotFound(long id) => Problem.Of(StatusCodes.Status404NotFound, $"There is no pet {Text(id)}.");

    private static Problem ConditionFailed() =>
        Problem.Of(StatusCodes.Status412PreconditionFailed, "The pet's entity tag does not satisfy If-Match or If-None-Match.");

    // RFC 8288. The next page starts after an id, so pets that are created or deleted meanwhile move no other pet to another page.
    private static string Links(PathString pathBase, PetListRequest request, PetPage page)
    {
        var order = request.NewestFirst ? "&order=desc" : "";
        var type = request.Type is { } t ? $"&type={PetTypeName.Of(t)}" : "";
        var query = $"limit={Text(request.Limit)}{order}{type}";
        var first = $"<{pathBase}/pets?{query}>; rel=\"first\"";
        return page.HasMore ? $"<{pathBase}/pets?after={Text(page.Pets[^1].Id)}&{query}>; rel=\"next\", {first}" : first;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
