using Microsoft.AspNetCore.Http.HttpResults;
using PetStore.Api.Errors;
using PetStore.Api.Pets;
using PetStore.Api.Storage;

namespace PetStore.Api.Page;

/// <summary>
/// The page at the root: rendered here, complete without JavaScript; page.js adds and removes pets through the API and asks for
/// the page again.
/// </summary>
internal static class HomePage
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static void MapHomePage(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", HttpVerbs.Read, Show).ExcludeFromDescription();
        routes.MapMethods("/page.css", HttpVerbs.Read, () => EmbeddedFile.Answer("page.css", "text/css; charset=utf-8"))
            .ExcludeFromDescription();
        routes.MapMethods("/page.js", HttpVerbs.Read, () => EmbeddedFile.Answer("page.js", "text/javascript; charset=utf-8"))
            .ExcludeFromDescription();
    }

    private static async Task<ContentHttpResult> Show(HttpContext http, IPetStore store, CancellationToken cancellationToken)
    {
        http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        http.Response.Headers.CacheControl = "no-cache";

        var errors = new FieldErrors();
        if (PetListRequest.Read(http.Request.Query, errors) is not { } request)
            return Html(StatusCodes.Status400BadRequest, HomePageHtml.Refusal(http.Request.PathBase, errors));

        var pets = await store.ListAsync(request.Query, cancellationToken);
        return Html(StatusCodes.Status200OK, HomePageHtml.List(http.Request.PathBase, request, pets));
    }

    private static ContentHttpResult Html(int status, string html) =>
        TypedResults.Content(html, "text/html; charset=utf-8", statusCode: status);
}
