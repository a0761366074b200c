using Polly.Timeout;

namespace PetStore.Client;

/// <summary>Outside the retries: the last attempt's timeout becomes the exception that <see cref="HttpClient"/> gives for its own.</summary>
internal sealed class TimeoutHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException late)
        {
            throw new TaskCanceledException("The PetStore did not answer in time.", new TimeoutException(late.Message, late));
        }
    }
}

/// <summary>
/// Inside the retries: the whole body belongs to the attempt, so that a connection that breaks in the middle of it counts as a failure.
/// </summary>
internal sealed class WholeResponseHandler : DelegatingHandler
{
    /// <summary>Set on a request whose response is read while it arrives: its body is not buffered.</summary>
    public static readonly HttpRequestOptionsKey<bool> Streams = new("PetStore.Streams");

    // API Gateway's payload limit.
    private const int LongestBody = 10 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!request.Options.TryGetValue(Streams, out _) || !response.IsSuccessStatusCode)
                await response.Content.LoadIntoBufferAsync(LongestBody, cancellationToken).ConfigureAwait(false);

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
