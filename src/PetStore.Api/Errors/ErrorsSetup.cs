namespace PetStore.Api.Errors;

internal static class ErrorsSetup
{
    public static IServiceCollection AddProblems(this IServiceCollection services) => services
        .AddSingleton<IProblemDetailsWriter, ProblemWriter>()
        .AddProblemDetails()
        .AddExceptionHandler<FaultHandler>();

    /// <summary>Turns exceptions, and the bare 404 and 405 of routing, into problems.</summary>
    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    /// <summary>Writes every error as a problem. The framework's own writers choose the format by the Accept header.</summary>
    private sealed class ProblemWriter : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => true;

        public ValueTask WriteAsync(ProblemDetailsContext context)
        {
            var status = context.HttpContext.Response.StatusCode;
            var detail = status == StatusCodes.Status500InternalServerError
                ? "The app failed. The log has the reason under the request id."
                : null;
            return new(Problem.Of(status, detail).ExecuteAsync(context.HttpContext));
        }
    }
}
