using System.Buffers;
using PetStore.Api.Errors;

namespace PetStore.Api.Pets;

/// <summary>Reads a whole body of bounded size: 413 if it is larger.</summary>
internal static class RequestBody
{
    public const int MaxBytes = 64 * 1024;

    /// <param name="parse">Turns the body into a value, or into the problem to answer with.</param>
    public static async Task<(T? Value, Problem? Problem)> ReadAsync<T>(
        HttpRequest request, Func<HttpRequest, ReadOnlySequence<byte>, (T?, Problem?)> parse)
        where T : class
    {
        if (request.ContentLength > MaxBytes)
            return (null, TooLarge());

        var reader = request.BodyReader;
        while (true)
        {
            // Without the request's token: Kestrel ends this read itself when the client disconnects, and logs an error if it is left pending.
            var read = await reader.ReadAsync(CancellationToken.None);
            if (read.Buffer.Length > MaxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return (null, TooLarge());
            }

            if (read.IsCompleted)
            {
                var answer = parse(request, read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
                return answer;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static Problem TooLarge() =>
        Problem.Of(StatusCodes.Status413PayloadTooLarge, $"The body must not be larger than {MaxBytes} bytes.");
}
