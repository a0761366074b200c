using System.Globalization;
using Microsoft.Extensions.Primitives;
using PetStore.Api.Errors;
using PetStore.Api.Pets;
using PetStore.Api.Storage;

namespace PetStore.Api.Page;

/// <summary>
/// The pages for people: the list at the root, and each pet's own. Every link and form works without JavaScript: forms are posted, and
/// answered with a redirect. page.js does the same in place, through the API. The forms need no token against forgery, because
/// <see cref="Cors.CrossOriginWriteMiddleware"/> refuses what pages of other origins post.
/// </summary>
internal static class PageEndpoints
{
    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/page.css", HttpVerbs.Read, (HttpContext http) => PageHtml.Style.Answer(http)).ExcludeFromDescription();
        routes.MapMethods("/page.js", HttpVerbs.Read, (HttpContext http) => PageHtml.Script.Answer(http)).ExcludeFromDescription();

        var page = routes.MapGroup("").ExcludeFromDescription().WithMetadata(new ProblemPage(ProblemHtml.Show));
        page.MapMethods("/", HttpVerbs.Read, List);
        // Where the browser is after a form with errors: typing return in its address bar leads to the list.
        page.MapMethods("/page/pets", HttpVerbs.Read, List);
        page.MapPost("/page/pets", Add);
        page.MapMethods("/page/pets/{petId}", HttpVerbs.Read, Show);
        page.MapPost("/page/pets/{petId}", Save);
        page.MapMethods("/page/pets/{petId}/remove", HttpVerbs.Read, Confirm);
        page.MapPost("/page/pets/{petId}/remove", Remove);
    }

    private static async Task<IResult> List(HttpContext http, IPetStore store, CurrencySign currency, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (PetListRequest.Read(http.Request.Query, errors) is not { } request)
            return Problem.Invalid(errors);

        var pets = await store.ListAsync(request.Query, cancellationToken);
        return PageResult.Ok("PetStore", PetListHtml.Of(request, pets, currency, FormHtml.Add(PetForm.Empty(), currency), Done(http.Request.Query)));
    }

    private static async Task<IResult> Add(HttpContext http, IPetStore store, CurrencySign currency, CancellationToken cancellationToken)
    {
        var (form, problem) = await PetForm.ReadAsync(http.Request);
        if (form is null)
            return problem!;

        http.Features.Set(new SentForm(FormHtml.Add(form, currency)));
        var errors = new FieldErrors();
        if (form.Pet(errors) is not { } newPet)
        {
            var first = new PetListRequest(null, NewestFirst: false, PetListRequest.DefaultLimit, Page: 1, After: null);
            var pets = await store.ListAsync(first.Query, cancellationToken);
            return new PageResult(
                StatusCodes.Status400BadRequest, "Not added · PetStore", PetListHtml.Of(first, pets, currency, FormHtml.Add(form, currency, errors), ""));
        }

        var (status, created) = await store.CreateAsync(newPet, form.IdempotencyKey, cancellationToken);
        return status == CreateStatus.KeyUsedForAnotherPet
            ? Problem.Of(StatusCodes.Status422UnprocessableEntity, "This form was already sent for another pet.")
            : new SeeOther($"?order=desc&added={Text(created!.Pet.Id)}");
    }

    private static async Task<IResult> Show(
        string petId, HttpContext http, IPetStore store, CurrencySign currency, CancellationToken cancellationToken)
    {
        if (await FindAsync(petId, store, cancellationToken) is not { } stored)
            return NotFound(petId);

        var form = FormHtml.Edit(stored.Pet.Id, PetForm.Of(stored), currency);
        return PageResult.Ok(PetHtml.Title(stored.Pet), PetHtml.Of(stored, currency, form, http.Request.Query.ContainsKey("saved") ? "Saved." : ""));
    }

    private static async Task<IResult> Save(
        string petId, HttpContext http, IPetStore store, CurrencySign currency, CancellationToken cancellationToken)
    {
        var (form, problem) = await PetForm.ReadAsync(http.Request);
        if (form is null)
            return problem!;
        if (!PetId.TryParse(petId, out var id))
            return NotFound(petId);

        http.Features.Set(new SentForm(FormHtml.Edit(id, form, currency)));
        var errors = new FieldErrors();
        var newPet = form.Pet(errors);
        var status = newPet is null ? WriteStatus.ConditionFailed : (await store.ReplaceAsync(id, newPet, form.Condition, cancellationToken)).Status;
        if (status == WriteStatus.Done)
            return new SeeOther($"page/pets/{Text(id)}?saved");
        if (await store.FindAsync(id, cancellationToken) is not { } stored)
            return NotFound(petId);
        // Sent before, and the answer was lost: the pet is as the form asks for it.
        if (newPet is not null && stored.Pet == new Pet(id, newPet.Type, newPet.Price))
            return new SeeOther($"page/pets/{Text(id)}?saved");

        // The next attempt replaces the pet that this answer shows.
        var again = newPet is null ? FormHtml.Edit(id, form, currency, errors)
            : FormHtml.Edit(id, form with { Version = Text(stored.Version) }, currency, conflict: stored.Pet);
        return new PageResult(
            newPet is null ? StatusCodes.Status400BadRequest : StatusCodes.Status412PreconditionFailed,
            $"Not saved · {PetHtml.Title(stored.Pet)}",
            PetHtml.Of(stored, currency, again, ""));
    }

    private static async Task<IResult> Confirm(string petId, IPetStore store, CurrencySign currency, CancellationToken cancellationToken) =>
        await FindAsync(petId, store, cancellationToken) is { } stored
            ? PageResult.Ok($"Remove {PetHtml.Title(stored.Pet)}", PetHtml.Confirm(stored, currency, changed: false))
            : NotFound(petId);

    private static async Task<IResult> Remove(
        string petId, HttpContext http, IPetStore store, CurrencySign currency, CancellationToken cancellationToken)
    {
        var (form, problem) = await PetForm.ReadAsync(http.Request);
        if (form is null)
            return problem!;
        if (!PetId.TryParse(petId, out var id))
            return NotFound(petId);
        if ((await store.DeleteAsync(id, form.Condition, cancellationToken)).Status == WriteStatus.Done)
            return new SeeOther($"?removed={Text(id)}");

        return await store.FindAsync(id, cancellationToken) is { } stored
            ? new PageResult(
                StatusCodes.Status412PreconditionFailed, $"Not removed · {PetHtml.Title(stored.Pet)}", PetHtml.Confirm(stored, currency, changed: true))
            : NotFound(petId);
    }

    // What the redirect after a form says in its query. Only numbers pass from there to the page.
    private static string Done(IQueryCollection query) =>
        Id(query["added"]) is { } added ? $"""Added pet {added}: <a href="page/pets/{added}">show</a>"""
        : Id(query["removed"]) is { } removed ? $"Removed pet {removed}."
        : "";

    private static string? Id(StringValues value) => value.Count == 1 && PetId.TryParse(value[0], out var id) ? Text(id) : null;

    private static async Task<StoredPet?> FindAsync(string petId, IPetStore store, CancellationToken cancellationToken) =>
        PetId.TryParse(petId, out var id) ? await store.FindAsync(id, cancellationToken) : null;

    private static Problem NotFound(string petId) =>
        PetId.TryParse(petId, out var id) ? PetEndpoints.NotFound(id) : Problem.Of(StatusCodes.Status404NotFound, $"A pet's id {PetId.Rule}.");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
