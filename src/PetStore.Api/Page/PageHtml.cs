using System.Text.Encodings.Web;

namespace PetStore.Api.Page;

/// <summary>The document that all pages share. All links are relative to its base, which is where the app is mounted.</summary>
internal static class PageHtml
{
    private const string Paw = """
        <svg viewBox="0 0 24 24" aria-hidden="true"><ellipse cx="5" cy="10.5" rx="2.2" ry="2.9"/><ellipse cx="9.4" cy="6" rx="2.3" ry="3.1"/><ellipse cx="14.6" cy="6" rx="2.3" ry="3.1"/><ellipse cx="19" cy="10.5" rx="2.2" ry="2.9"/><path d="M12 11c-3.2 0-6 3.3-6 6.1 0 2 1.5 3.1 3.2 3.1 1.1 0 1.8-.5 2.8-.5s1.7.5 2.8.5c1.7 0 3.2-1.1 3.2-3.1C18 14.3 15.2 11 12 11z"/></svg>
        """;

    public static EmbeddedFile Style { get; } = new("page.css", "text/css; charset=utf-8");

    public static EmbeddedFile Script { get; } = new("page.js", "text/javascript; charset=utf-8");

    public static string Document(PathString pathBase, string title, string main) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <base href="{Encode(pathBase.ToUriComponent())}/">
          <title>{Encode(title)}</title>
          <link rel="icon" href="data:,">
          <link rel="stylesheet" href="{Style.Address}">
          <script src="{Script.Address}" defer></script>
        </head>
        <body>
          <header>
            <a class="brand" href="./">{Paw}PetStore</a>
            <nav aria-label="API"><a href="swagger/">Swagger UI</a> <a href="openapi.json">openapi.json</a></nav>
          </header>
          <main>
        {main}
          </main>
        </body>
        </html>
        """;

    /// <summary>Where success is reported, by the server after a redirect and by page.js: there from the start, or screen readers would miss it.</summary>
    public static string Message(string html) => $"""<div id="message" role="status">{(html.Length == 0 ? "" : $"<p><span>{html}</span></p>")}</div>""";

    public static string Lines<T>(IEnumerable<T> items, Func<T, string> render) => string.Join('\n', items.Select(render));

    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
