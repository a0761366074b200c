using PetStore.Api.Storage;

namespace PetStore.Api.Errors;

/// <summary>
/// Turns what no endpoint answered into a problem: exceptions, and the bare 404 and 405 of routing. It stands in for the
/// framework's exception handler and status code pages, which leave the choice of format to the Accept header.
/// </summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await Answer(context, exception).ExecuteAsync(context);
            return;
        }

        if (HasNoBody(context.Response) && context.Response.StatusCode >= 400)
            await Problem.Of(context.Response.StatusCode).ExecuteAsync(context);
    }

    private Problem Answer(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return Problem.Of(bad.StatusCode, bad.Message);

            // The client is gone, or Lambda's deadline is near: the adapter aborts a little before it.
            case OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                return Problem.Of(StatusCodes.Status504GatewayTimeout, "The request ran out of time.");

            case StoreUnavailableException:
                LogStoreUnavailable(exception);
                context.Response.Headers.RetryAfter = "1";
                return Problem.Of(StatusCodes.Status503ServiceUnavailable, "The store is not available just now.");

            default:
                LogUnhandled(exception);
                return Problem.Of(StatusCodes.Status500InternalServerError, "Something failed here; the log has it under the request id.");
        }
    }

    private static bool HasNoBody(HttpResponse response) =>
        !response.HasStarted && response.ContentLength is null && response.ContentType is null;

    [LoggerMessage(LogLevel.Error, "The store is not available.")]
    private partial void LogStoreUnavailable(Exception exception);

    [LoggerMessage(LogLevel.Error, "An exception that nothing handles.")]
    private partial void LogUnhandled(Exception exception);
}
