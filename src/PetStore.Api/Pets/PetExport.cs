using System.Buffers;
using System.Text.Json;

namespace PetStore.Api.Pets;

/// <summary>
/// Pets as NDJSON, one JSON object a line, written while they are read. The first chunk is read before the response starts, so a store
/// that is down is an ordinary error response. A failure after that cuts the response off: the exception leaves this result with the
/// response begun, and the server aborts the connection (or fails the invocation) instead of ending the body.
/// </summary>
internal sealed class PetExport(IAsyncEnumerable<Pet[]> chunks) : IResult
{
    public const string ContentType = "application/x-ndjson";

    // Nothing but whole pets is written; a second check of the nesting would double the cost of a line.
    private static readonly JsonWriterOptions Lines = new() { SkipValidation = true };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, aborted) = (httpContext.Response, httpContext.RequestAborted);
        await using var reading = chunks.GetAsyncEnumerator(aborted);
        var any = await reading.MoveNextAsync();
        response.ContentType = ContentType;
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return;

        await using var json = new Utf8JsonWriter(response.BodyWriter, Lines);
        for (; any; any = await reading.MoveNextAsync())
        {
            foreach (var pet in reading.Current)
            {
                PetConverter.Write(json, pet);
                json.Flush();
                json.Reset();
                response.BodyWriter.Write("\n"u8);
            }

            // Waits for a slow client: no more than a chunk and the server's own buffer is in memory.
            await response.BodyWriter.FlushAsync(aborted);
        }
    }
}
