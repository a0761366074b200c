using System.Globalization;
using System.Text.Encodings.Web;
using PetStore.Api.Errors;
using PetStore.Api.Pets;
using PetStore.Api.Storage;

namespace PetStore.Api.Page;

/// <summary>The page's HTML. All links are relative to its base, which is where the app is mounted.</summary>
internal static class HomePageHtml
{
    public static string List(PathString pathBase, PetListRequest request, PetPage page) => Document(pathBase, $"""
        <nav class="kinds" aria-label="Kinds of pets">
          {KindLink(null, "all", request.Type)}
          {Lines(Enum.GetValues<PetType>(), type => KindLink(type, PetTypeName.Of(type), request.Type))}
        </nav>
        {(page.Pets.Length == 0 ? "<p>No pets here.</p>" : Table(page.Pets))}
        <nav class="pages" aria-label="Pages">
          {PageLink(request, -1, "Previous page", request.Page > 1)}
          {PageLink(request, +1, "Next page", page.HasMore && (request.Page + 1) * request.Limit <= PetListRequest.MaxDepth)}
        </nav>
        """);

    public static string Refusal(PathString pathBase, FieldErrors errors) => Document(pathBase, $"""
        <ul class="errors">
          {Lines(errors.ByField, error => $"<li>{Encode(error.Key)} {Encode(string.Join("; ", error.Value))}</li>")}
        </ul>
        <p><a href="./">All pets</a></p>
        """);

    private static string Table(Pet[] pets) => $"""
        <table>
          <thead><tr><th scope="col">Id</th><th scope="col">Type</th><th scope="col">Price</th><th scope="col"><span class="unseen">Actions</span></th></tr></thead>
          <tbody>
            {Lines(pets, Row)}
          </tbody>
        </table>
        """;

    private static string Row(Pet pet) => string.Create(CultureInfo.InvariantCulture, $"""
        <tr><td><a href="pets/{pet.Id}">{pet.Id}</a></td><td>{PetTypeName.Of(pet.Type)}</td><td class="price">{pet.Price:N2}</td><td><button type="button" hidden data-remove="{pet.Id}">Remove<span class="unseen"> {PetTypeName.Of(pet.Type)} {pet.Id}</span></button></td></tr>
        """);

    private static string KindLink(PetType? type, string text, PetType? shown)
    {
        var query = type is { } t ? $"?type={PetTypeName.Of(t)}" : "";
        return $"""<a href="./{query}"{(type == shown ? " aria-current=\"page\"" : "")}>{text}</a>""";
    }

    private static string PageLink(PetListRequest request, int step, string text, bool exists)
    {
        if (!exists)
            return "";

        var type = request.Type is { } t ? $"&amp;type={PetTypeName.Of(t)}" : "";
        var limit = request.Limit == PetListRequest.DefaultLimit ? "" : string.Create(CultureInfo.InvariantCulture, $"&amp;limit={request.Limit}");
        return string.Create(CultureInfo.InvariantCulture, $"""<a href="./?page={request.Page + step}{limit}{type}">{text}</a>""");
    }

    private static string Document(PathString pathBase, string pets) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <base href="{Encode(pathBase.ToUriComponent())}/">
          <title>PetStore</title>
          <link rel="icon" href="data:,">
          <link rel="stylesheet" href="page.css">
          <script src="page.js" defer></script>
        </head>
        <body>
          <header>
            <h1>Welcome to the PetStore</h1>
            <p>An ASP.NET Core app, at your desk or private on Lambda.
              Its API is described in <a href="openapi.json">openapi.json</a>; try it in <a href="swagger/">Swagger UI</a>.</p>
          </header>
          <main>
            <section aria-labelledby="pets-title">
              <h2 id="pets-title">Pets</h2>
              <p id="message" role="status"></p>
              <div id="pets">
                {pets}
              </div>
            </section>
            <section aria-labelledby="add-title">
              <h2 id="add-title">Add a pet</h2>
              <noscript><p>Adding and removing pets needs JavaScript.</p></noscript>
              <form id="add" novalidate hidden>
                <div><label for="type">Type</label>
                  <select id="type" name="type">{Lines(Enum.GetValues<PetType>(), type => $"<option>{PetTypeName.Of(type)}</option>")}</select></div>
                <div><label for="price">Price</label>
                  <input id="price" name="price" inputmode="decimal" autocomplete="off"></div>
                <button type="submit">Add</button>
              </form>
            </section>
          </main>
        </body>
        </html>
        """;

    private static string Lines<T>(IEnumerable<T> items, Func<T, string> render) => string.Join('\n', items.Select(render));

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
