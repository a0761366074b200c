namespace PetStore.Api.Description;

internal static class ApiDescription
{
    public static IServiceCollection AddApiDescription(this IServiceCollection services, IHostEnvironment environment) => services;

    public static void UseSwaggerPage(this IApplicationBuilder app) => app.UseSwaggerUI(page =>
    {
        page.RoutePrefix = "swagger";
        page.DocumentTitle = "PetStore API";
        page.SwaggerEndpoint("../openapi.json", "PetStore");
    });

    public static void MapApiDescription(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/openapi.json", HttpVerbs.Read, () => EmbeddedFile.Answer("openapi.json", "application/json"))
            .ExcludeFromDescription();
}
