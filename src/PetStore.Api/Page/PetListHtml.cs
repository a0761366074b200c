using System.Globalization;
using PetStore.Api.Pets;
using PetStore.Api.Storage;
using static PetStore.Api.Page.PageHtml;

namespace PetStore.Api.Page;

/// <summary>The list of pets, with the form that adds one.</summary>
internal static class PetListHtml
{
    /// <param name="addForm">As HTML.</param>
    /// <param name="done">What has just been done, as HTML; empty: nothing.</param>
    public static string Of(PetListRequest request, PetPage page, CurrencySign currency, string addForm, string done) => $"""
        <h1>Welcome to the PetStore</h1>
        <p class="lead">An ASP.NET Core app that runs on your machine, or privately on AWS Lambda. What you do here is also an API: try it in Swagger UI.</p>
        <section class="card" aria-labelledby="add-title">
          <h2 id="add-title">Add a pet</h2>
          {addForm}
        </section>
        <section aria-labelledby="pets-title">
          <h2 id="pets-title" tabindex="-1">Pets</h2>
          {Message(done)}
          <div id="shown">
            <div class="choices">
              <nav aria-label="Kinds of pets">
                {Choice(request with { Type = null, Page = 1, After = null }, "all", request.Type is null)}
                {Lines(Enum.GetValues<PetType>(), type => Choice(request with { Type = type, Page = 1, After = null }, PetTypeName.Of(type), request.Type == type))}
              </nav>
              <nav aria-label="Order">
                {Choice(request with { NewestFirst = false, Page = 1, After = null }, "oldest first", !request.NewestFirst)}
                {Choice(request with { NewestFirst = true, Page = 1, After = null }, "newest first", request.NewestFirst)}
              </nav>
            </div>
            {(page.Pets.Length == 0 ? Empty(request) : Table(page.Pets, currency))}
            {Pages(request, page)}
          </div>
        </section>
        """;

    private static string Table(Pet[] pets, CurrencySign currency) => $"""
        <table>
          <thead><tr><th scope="col">Id</th><th scope="col">Type</th><th scope="col" class="price">Price</th><th scope="col"><span class="unseen">Actions</span></th></tr></thead>
          <tbody>
            {Lines(pets, pet => Row(pet, currency))}
          </tbody>
        </table>
        """;

    private static string Row(Pet pet, CurrencySign currency)
    {
        var (id, name) = (Text(pet.Id), PetHtml.Title(pet));
        return $"""
            <tr id="pet-{id}"><th scope="row"><a href="page/pets/{id}">{id}</a></th><td>{PetHtml.Kind(pet.Type)}</td><td class="price">{PetHtml.Price(pet, currency)}</td><td class="actions"><a href="page/pets/{id}" data-open>Edit<span class="unseen"> {name}</span></a><a href="page/pets/{id}/remove" data-open>Remove<span class="unseen"> {name}</span></a></td></tr>
            """;
    }

    private static string Empty(PetListRequest request) => $"""
        <p class="empty">{(request switch
        {
            { Page: > 1 } or { After: not null } => "No pets on this page.",
            { Type: { } type } => $"No pets of the type {PetTypeName.Of(type)} yet. Add the first one above.",
            _ => "No pets yet. Add the first one above.",
        })}</p>
        """;

    // Page numbers end where the API's do; after that, each page starts after the last pet of the one before.
    private static string Pages(PetListRequest request, PetPage page)
    {
        var last = page.Pets is [.., { } pet] ? pet.Id : 0;
        var next = request.After is null && (request.Page + 1) * request.Limit <= PetListRequest.MaxDepth
            ? request with { Page = request.Page + 1 }
            : request with { Page = 1, After = last };
        var isFirst = request is { Page: 1, After: null };
        return isFirst && !page.HasMore ? "" : $"""
            <nav class="pages" aria-label="Pages">
              {Link(request with { Page = 1, After = null }, "First", !isFirst)}
              {Link(request with { Page = request.Page - 1 }, "Previous", request.Page > 1)}
              <span>{(request.After is { } after ? $"After pet {Text(after)}" : $"Page {Text(request.Page)}")}</span>
              {Link(next, "Next", page.HasMore)}
            </nav>
            {(page.HasMore && next.After is not null ? $"<p class=\"note\">Only the first {PetListRequest.MaxDepth:N0} pets have page numbers, because the store has to pass over all pets of the pages before. Next continues after the last pet shown, however many there are.</p>" : "")}
            """;
    }

    private static string Choice(PetListRequest request, string text, bool isChosen) =>
        $"""<a href="{Address(request)}"{(isChosen ? " aria-current=\"true\"" : "")}>{text}</a>""";

    private static string Link(PetListRequest request, string text, bool exists) =>
        exists ? $"""<a href="{Address(request)}">{text}<span class="unseen"> page</span></a>""" : "";

    private static string Address(PetListRequest request)
    {
        string[] query =
        [
            .. request.Page == 1 ? (string[])[] : [$"page={Text(request.Page)}"],
            .. request.After is { } after ? (string[])[$"after={Text(after)}"] : [],
            .. request.Limit == PetListRequest.DefaultLimit ? (string[])[] : [$"limit={Text(request.Limit)}"],
            .. request.NewestFirst ? (string[])["order=desc"] : [],
            .. request.Type is { } type ? (string[])[$"type={PetTypeName.Of(type)}"] : [],
        ];
        return query.Length == 0 ? "./" : $"./?{string.Join("&amp;", query)}";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
