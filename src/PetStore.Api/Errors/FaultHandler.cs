using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using PetStore.Api.Storage;

namespace PetStore.Api.Errors;

/// <summary>
/// Exceptions that are not faults of this program, and their answers. All others the framework logs as errors and answers with
/// 500; and a request that ends because its client is gone with 499, which no client sees and the access log has.
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

            // Kestrel's reader: a chunk size that does not fit an integer.
            case IOException { InnerException: OverflowException }:
                await Problem.Of(StatusCodes.Status400BadRequest, "The chunk size is not valid.").ExecuteAsync(httpContext);
                return true;

            // The reader can hear of the reset before RequestAborted fires.
            case ConnectionResetException:
                httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return true;

            case StoreNotWritableException refusal:
                LogStoreUnavailable(exception);
                await Problem.Of(StatusCodes.Status503ServiceUnavailable, refusal.Detail).ExecuteAsync(httpContext);
                return true;

            case StoreUnavailableException:
                LogStoreUnavailable(exception);
                httpContext.Response.Headers.RetryAfter = "1";
                await Problem.Of(StatusCodes.Status503ServiceUnavailable, "The store is not available just now.").ExecuteAsync(httpContext);
                return true;

            default:
                return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The store is not available.")]
    private partial void LogStoreUnavailable(Exception exception);
}
