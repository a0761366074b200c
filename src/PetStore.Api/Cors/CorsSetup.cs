using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Net.Http.Headers;
using PetStore.Api.Logging;
using PetStore.Api.Pets;

namespace PetStore.Api.Cors;

/// <summary>Pages of any origin may read. <c>Cors:Origins</c> lists the origins whose pages may write; by default there are none.</summary>
internal static class CorsSetup
{
    public static IServiceCollection AddPetStoreCors(this IServiceCollection services, IConfiguration configuration)
    {
        var policies = new CorsPolicies(
            Read: Policy(["*"], "GET", "HEAD", "OPTIONS"),
            Write: Policy(CorsOrigins.Read(configuration), "GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"));
        return services.AddSingleton(policies).AddSingleton<ICorsPolicyProvider>(policies).AddCors();
    }

    public static void UsePetStoreCors(this IApplicationBuilder app)
    {
        app.UseCors();
        app.UseMiddleware<CrossOriginWriteMiddleware>();
    }

    private static CorsPolicy Policy(string[] origins, params string[] methods) => new CorsPolicyBuilder(origins)
        .WithMethods(methods)
        .WithHeaders(
            "Content-Type", "X-Amz-Date", "Authorization", "X-Api-Key", "x-apigw-api-id",
            IdempotencyKey.HeaderName, HeaderNames.IfMatch, HeaderNames.IfNoneMatch)
        .WithExposedHeaders(
            HeaderNames.ETag, HeaderNames.Link, HeaderNames.Location, HeaderNames.RetryAfter, RequestLogMiddleware.HeaderName)
        .Build();
}

/// <summary>Chooses the policy by the request's method, or for a preflight by the method that it asks for.</summary>
internal sealed record CorsPolicies(CorsPolicy Read, CorsPolicy Write) : ICorsPolicyProvider
{
    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsOptions(method) && context.Request.Headers.AccessControlRequestMethod is [{ } requested, ..])
            method = requested;

        return Task.FromResult<CorsPolicy?>(IsWrite(method) ? Write : Read);
    }

    public static bool IsWrite(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method) && !HttpMethods.IsTrace(method);
}
