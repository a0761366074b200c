using Microsoft.AspNetCore.Http.Extensions;
using PetStore.Api.Errors;
using static PetStore.Api.Page.PageHtml;

namespace PetStore.Api.Page;

/// <summary>An error as a page, with the form that was sent: nothing that was typed is lost, and it can be sent again.</summary>
internal static class ProblemHtml
{
    public static IResult Show(ProblemDocument problem, HttpContext http)
    {
        var sent = http.Features.Get<SentForm>()?.Html;
        return new PageResult(problem.Status, $"{problem.Title} · PetStore", $"""
            <h1>{Encode(Heading(problem.Status))}</h1>
            {(problem.Errors is { } errors
                ? $"<ul class=\"errors\">{Lines(errors, error => $"<li>{Encode(error.Key)} {Encode(string.Join("; ", error.Value))}</li>")}</ul>"
                : $"<p>{Encode(problem.Detail ?? problem.Title)}</p>")}
            {(sent is null ? "" : $"<section class=\"card\" aria-label=\"Your form\"><p>Nothing that you typed is lost. Sending it again is safe.</p>{sent}</section>")}
            <p>{(IsRepeatable(http, problem) ? $"<a href=\"{Encode(Address(http.Request))}\">Try again</a> " : "")}<a href="./">All pets</a></p>
            <p class="note">Request id, as in the log: <code>{Encode(problem.RequestId)}</code></p>
            """);
    }

    private static bool IsRepeatable(HttpContext http, ProblemDocument problem) =>
        problem.Status >= 500 && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method));

    private static string Address(HttpRequest request) => UriHelper.BuildRelative(request.PathBase, request.Path, request.QueryString);

    private static string Heading(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "That address is not valid",
        StatusCodes.Status404NotFound => "Not here",
        StatusCodes.Status503ServiceUnavailable => "The store is not available",
        >= 500 => "Something went wrong here",
        _ => "That did not work",
    };
}
