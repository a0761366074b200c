using Microsoft.AspNetCore.Http.HttpResults;
using PetStore.Api.Storage;

namespace PetStore.Api.Health;

/// <param name="Status">Always <c>ok</c>. If something is wrong, the response is a problem.</param>
internal sealed record HealthStatus(string Status);

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health/live", HttpVerbs.Read, Live).WithName("getLiveness").WithTags("health")
            .WithSummary("Tells whether the process runs.");
        routes.MapMethods("/health/ready", HttpVerbs.Read, Ready).WithName("getReadiness").WithTags("health")
            .WithSummary("Tells whether the process and its store work.");
    }

    private static Ok<HealthStatus> Live() => TypedResults.Ok(new HealthStatus("ok"));

    // A store that does not work throws, which becomes 503.
    private static async Task<Ok<HealthStatus>> Ready(IPetStore store, CancellationToken cancellationToken)
    {
        await store.CheckAsync(cancellationToken);
        return TypedResults.Ok(new HealthStatus("ok"));
    }
}
