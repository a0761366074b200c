namespace AspNetCore.LambdaServer.TestApp;

/// <summary>One route for each way to fail.</summary>
internal static class Faults
{
    public static void MapFaults(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/throw", (HttpContext _) => Throw());
        routes.MapGet("/handled/throw", (HttpContext _) => Throw());
        routes.MapGet("/throw-late", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("half of ");
            await Throw();
        });
        routes.MapGet("/wait", (HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        routes.MapGet("/handled/wait", (HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        routes.MapGet("/endless", async (HttpContext context) =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[1024 * 1024]);
        });
        routes.MapGet("/header", (HttpContext context, string? name, string? value) =>
        {
            context.Response.Headers[name ?? "X-Test"] = value;
        });
        routes.MapGet("/abort", (HttpContext context) => context.Abort());
    }

    private static Task Throw() => throw new InvalidOperationException("secret");
}

/// <summary>A service of the app that does not start where the configuration says so.</summary>
internal sealed class FailingStart(IConfiguration configuration) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        configuration["FailStart"] is { Length: > 0 } message ? throw new InvalidOperationException(message) : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class SnapStartHooks
{
    public static void Register(IConfiguration configuration)
    {
        Register(configuration["BeforeSnapshot"], SnapshotRestore.RegisterBeforeSnapshot);
        Register(configuration["AfterRestore"], SnapshotRestore.RegisterAfterRestore);
    }

    private static void Register(string? message, Action<Func<ValueTask>> register)
    {
        if (message is not { Length: > 0 })
            return;

        register(() =>
        {
            Console.WriteLine(message);
            return message.StartsWith("fail", StringComparison.Ordinal)
                ? throw new InvalidOperationException(message)
                : ValueTask.CompletedTask;
        });
    }
}
