using Microsoft.Net.Http.Headers;
using PetStore.Api.Pets;

namespace PetStore.Api;

internal static class CorsSetup
{
    /// <summary>Preflights as API Gateway's sample API answers them: any origin, unless <c>Cors:Origins</c> lists some.</summary>
    public static IServiceCollection AddPetStoreCors(this IServiceCollection services, IConfiguration configuration)
    {
        var origins = configuration.GetSection("Cors:Origins").Get<string[]>();
        return services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(origins is { Length: > 0 } ? origins : ["*"])
            .WithMethods("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
            .WithHeaders(
                "Content-Type", "X-Amz-Date", "Authorization", "X-Api-Key", "x-apigw-api-id",
                IdempotencyKey.HeaderName, HeaderNames.IfMatch, HeaderNames.IfNoneMatch)
            .WithExposedHeaders(HeaderNames.ETag, HeaderNames.Link, HeaderNames.Location)));
    }
}
