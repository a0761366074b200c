using System.Net;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace PetStore.Client;

/// <summary>How calls are made: one attempt with a time limit, or several with growing, jittered waits between them.</summary>
internal sealed class RepeatedCalls(IOptions<PetStoreClientOptions> options, TimeProvider time)
{
    // Whoever is told to come back later than this is better told now.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    public ResiliencePipeline<HttpResponseMessage> Once { get; } = Build(options.Value, time, repeats: 0);

    public ResiliencePipeline<HttpResponseMessage> Repeatedly { get; } = Build(options.Value, time, options.Value.MaxRetries);

    private static ResiliencePipeline<HttpResponseMessage> Build(PetStoreClientOptions options, TimeProvider time, int repeats)
    {
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        if (repeats > 0)
            pipeline.AddRetry(Repeat(repeats, time));

        return pipeline.AddTimeout(options.AttemptTimeout).Build();
    }

    private static RetryStrategyOptions<HttpResponseMessage> Repeat(int repeats, TimeProvider time) => new()
    {
        MaxRetryAttempts = repeats,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromMilliseconds(250),
        MaxDelay = LongestWait,
        ShouldHandle = attempt => ValueTask.FromResult(IsPassing(attempt.Outcome, time)),
        DelayGenerator = attempt => ValueTask.FromResult(RetryAfter(attempt.Outcome.Result, time)),
    };

    private static bool IsPassing(Outcome<HttpResponseMessage> outcome, TimeProvider time) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        {
            Result.StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
        } => !(RetryAfter(outcome.Result, time) > LongestWait),
        _ => false,
    };

    // null: the growing wait of the strategy.
    private static TimeSpan? RetryAfter(HttpResponseMessage? response, TimeProvider time) => response?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };
}
