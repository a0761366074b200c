using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace PetStore.Api.Errors;

/// <summary>
/// An error response: <c>application/problem+json</c> (RFC 9457), whatever the request accepts. Only the page's own routes have a
/// <see cref="ProblemPage"/> for requests that ask for HTML.
/// </summary>
internal sealed class Problem : IResult
{
    public const string ContentType = "application/problem+json";

    private readonly int _status;
    private readonly string? _detail;
    private readonly FieldErrors? _errors;

    private Problem(int status, string? detail = null, FieldErrors? errors = null)
    {
        _status = status;
        _detail = detail;
        _errors = errors;
    }

    public static Problem Of(int status, string? detail = null) => new(status, detail);

    /// <summary>400, with every wrong field. The detail names them too, because generated clients use it as the message of their exception.</summary>
    public static Problem Invalid(FieldErrors errors) =>
        new(StatusCodes.Status400BadRequest, errors.Summary, errors);

    public static Problem Invalid(string field, string message)
    {
        var errors = new FieldErrors();
        errors.Add(field, message);
        return Invalid(errors);
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = _status;
        var document = new ProblemDocument
        {
            Title = ReasonPhrases.GetReasonPhrase(_status),
            Status = _status,
            Detail = _detail,
            Errors = _errors?.ByField,
            RequestId = httpContext.TraceIdentifier,
        };
        if (PageFor(httpContext) is { } page)
            return page.Show(document, httpContext).ExecuteAsync(httpContext);

        // Not tied to the request's token: this may be the answer to an aborted request.
        return response.WriteAsJsonAsync(document, PetStoreJson.Default.ProblemDocument, ContentType, CancellationToken.None);
    }

    // The exception handler clears the endpoint before it runs, and keeps it in its feature.
    private static ProblemPage? PageFor(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? (context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint)?.Metadata.GetMetadata<ProblemPage>()
            : null;
}

/// <summary>Metadata of a route for people: shows a problem as HTML.</summary>
internal sealed record ProblemPage(Func<ProblemDocument, HttpContext, IResult> Show);

/// <summary>RFC 9457's members, with two extensions: <c>errors</c> and <c>requestId</c>.</summary>
internal sealed record ProblemDocument
{
    /// <summary>Always <c>about:blank</c>: the status says what kind of problem it is.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>The status in words.</summary>
    public required string Title { get; init; }

    public required int Status { get; init; }

    /// <summary>What is wrong with this request.</summary>
    public string? Detail { get; init; }

    /// <summary>Messages by field if the request is not valid.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>The id of this request in the log.</summary>
    public required string RequestId { get; init; }
}
