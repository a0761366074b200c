using PetStore.Api.Errors;

namespace PetStore.Api.Cors;

/// <summary>
/// CORS keeps a foreign page from reading a response, but not from posting a form, which needs no preflight. So a write that a browser
/// sends for another origin is 403 unless <c>Cors:Origins</c> lists that origin. Programs other than browsers send neither header
/// and are not affected.
/// </summary>
internal sealed class CrossOriginWriteMiddleware(RequestDelegate next, CorsPolicies policies)
{
    public Task InvokeAsync(HttpContext context) =>
        CorsPolicies.IsWrite(context.Request.Method) && IsForeign(context.Request)
            ? Problem.Of(StatusCodes.Status403Forbidden, $"Pages of other origins may write only if {CorsOrigins.Setting} lists them.").ExecuteAsync(context)
            : next(context);

    private bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (policies.Write.AllowAnyOrigin || (origin.Length > 0 && policies.Write.IsOriginAllowed(origin)))
            return false;

        // Browsers omit Sec-Fetch-Site for pages served over plain HTTP. Then the Host header decides.
        return request.Headers["Sec-Fetch-Site"].ToString() switch
        {
            "same-origin" or "none" => false,
            "" => origin.Length > 0 && !IsSameHost(origin, request.Host),
            _ => true,
        };
    }

    private static bool IsSameHost(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase);
}
