using System.Buffers;
using Microsoft.Net.Http.Headers;
using PetStore.Api.Errors;

namespace PetStore.Api.Pets;

/// <summary>A request's body, read into a pet: 400 where there is none, 415 where it is no JSON, 413 where it is too large.</summary>
internal static class NewPetBody
{
    public const int MaxBytes = 64 * 1024;

    /// <returns>The pet, or the problem that answers the request.</returns>
    public static async Task<(NewPet? Pet, Problem? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
            return (null, TooLarge());

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > MaxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return (null, TooLarge());
            }

            if (read.IsCompleted)
            {
                var answer = Parse(request.ContentType, read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
                return answer;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static (NewPet?, Problem?) Parse(string? contentType, in ReadOnlySequence<byte> body)
    {
        if (body.IsEmpty)
            return (null, Problem.Invalid(FieldErrors.Body, "is required"));
        if (!IsJson(contentType))
            return (null, Problem.Of(StatusCodes.Status415UnsupportedMediaType, "The body must be application/json in UTF-8."));

        var errors = new FieldErrors();
        var pet = NewPetJson.Read(body.IsSingleSegment ? body.FirstSpan : body.ToArray(), errors);
        return pet is null ? (null, Problem.Invalid(errors)) : (pet, null);
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (type.Charset.Length == 0 || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static Problem TooLarge() =>
        Problem.Of(StatusCodes.Status413PayloadTooLarge, $"The body may have at most {MaxBytes} bytes.");
}
