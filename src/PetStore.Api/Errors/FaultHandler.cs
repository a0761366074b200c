using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using PetStore.Api.Storage;

namespace PetStore.Api.Errors;

/// <summary>
/// Maps the exceptions that are not faults of this program to responses. The framework logs all others as errors and answers 500. If
/// the client has disconnected it sets 499, which only the access log shows.
/// </summary>
internal sealed partial class FaultHandler(ILogger<FaultHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                await Problem.Of(bad.StatusCode, bad.Message).ExecuteAsync(httpContext);
                return true;

            // Kestrel's reader throws this for a chunk size that does not fit an integer.
            case IOException { InnerException: OverflowException }:
                await Problem.Of(StatusCodes.Status400BadRequest, "The chunk size is not valid.").ExecuteAsync(httpContext);
                return true;

            // The reader can notice the reset before Kestrel does, which would then try to drain the body and log an error.
            case ConnectionResetException:
                await Task.Delay(TimeSpan.FromSeconds(1), httpContext.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return true;

            case StoreNotWritableException refusal:
                LogStoreUnavailable(exception);
                await Problem.Of(StatusCodes.Status503ServiceUnavailable, refusal.Detail).ExecuteAsync(httpContext);
                return true;

            case StoreUnavailableException:
                LogStoreUnavailable(exception);
                httpContext.Response.Headers.RetryAfter = "1";
                await Problem.Of(StatusCodes.Status503ServiceUnavailable, "The store is not available at the moment.").ExecuteAsync(httpContext);
                return true;

            default:
                return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The store is not available.")]
    private partial void LogStoreUnavailable(Exception exception);
}
