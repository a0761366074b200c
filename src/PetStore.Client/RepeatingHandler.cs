using Polly.Timeout;

namespace PetStore.Client;

/// <summary>Repeats what may be repeated: safe methods, and calls that an idempotency key makes safe.</summary>
internal sealed class RepeatingHandler(RepeatedCalls calls) : DelegatingHandler
{
    /// <summary>Set on a request whose response is read while it arrives: its body is neither buffered nor repeated.</summary>
    public static readonly HttpRequestOptionsKey<bool> Streams = new("PetStore.Streams");

    // API Gateway's payload limit.
    private const int LongestAnswer = 10 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var pipeline = MayRepeat(request) ? calls.Repeatedly : calls.Once;
        try
        {
            return await pipeline.ExecuteAsync(
                static async (call, stop) => await call.Handler.AttemptAsync(call.Request, stop).ConfigureAwait(false),
                (Handler: this, Request: request),
                cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException late)
        {
            // As HttpClient says it.
            throw new TaskCanceledException("The PetStore did not answer in time.", new TimeoutException(late.Message, late));
        }
    }

    // The whole answer belongs to the attempt: a connection that breaks in the middle of it is one more reason to repeat.
    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!request.Options.TryGetValue(Streams, out _) || !response.IsSuccessStatusCode)
                await response.Content.LoadIntoBufferAsync(LongestAnswer, cancellationToken).ConfigureAwait(false);

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static bool MayRepeat(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options
        || request.Headers.Contains(PetStoreClient.IdempotencyKey);
}
