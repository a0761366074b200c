namespace PetStore.Api.Page;

/// <summary>A page: its main part, in the document that all pages share.</summary>
internal sealed class PageResult(int status, string title, string main) : IResult
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static PageResult Ok(string title, string main) => new(StatusCodes.Status200OK, title, main);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        // Not kept for the Back button either: the form of an old page has the key of a pet that was added since.
        httpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Content(PageHtml.Document(httpContext.Request.PathBase, title, main), "text/html; charset=utf-8", statusCode: status)
            .ExecuteAsync(httpContext);
    }
}

/// <summary>303: the browser goes on with GET, and reloading does not send the form again.</summary>
/// <param name="address">Relative to where the app is mounted.</param>
internal sealed class SeeOther(string address) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = $"{httpContext.Request.PathBase.ToUriComponent()}/{address}";
        return Task.CompletedTask;
    }
}
