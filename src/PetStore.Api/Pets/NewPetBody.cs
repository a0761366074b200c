using System.Buffers;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PetStore.Api.Errors;

namespace PetStore.Api.Pets;

/// <summary>Reads a request's body into a pet: 400 if there is no body, 415 if it is not plain JSON, 413 if it is too large.</summary>
internal static class NewPetBody
{
    /// <returns>The pet, or the problem to answer with.</returns>
    public static Task<(NewPet? Pet, Problem? Problem)> ReadAsync(HttpRequest request) => RequestBody.ReadAsync<NewPet>(request, Parse);

    private static (NewPet?, Problem?) Parse(HttpRequest request, ReadOnlySequence<byte> body)
    {
        if (body.IsEmpty)
            return (null, Problem.Invalid(FieldErrors.Body, "is required"));
        if (IsEncoded(request.Headers.ContentEncoding))
        {
            // RFC 9110, section 12.5.3: in a 415, Accept-Encoding says that the coding was the reason, and which one is accepted.
            request.HttpContext.Response.Headers.AcceptEncoding = "identity";
            return (null, Problem.Of(StatusCodes.Status415UnsupportedMediaType, "The body must be sent without a Content-Encoding."));
        }

        if (!IsJson(request.ContentType))
            return (null, Problem.Of(StatusCodes.Status415UnsupportedMediaType, "The body must be application/json in UTF-8."));

        var errors = new FieldErrors();
        var pet = NewPetJson.Read(body.IsSingleSegment ? body.FirstSpan : body.ToArray(), errors);
        return pet is null ? (null, Problem.Invalid(errors)) : (pet, null);
    }

    private static bool IsEncoded(StringValues codings) =>
        codings.Any(coding => coding is { Length: > 0 } && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase));

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (type.Charset.Length == 0 || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
