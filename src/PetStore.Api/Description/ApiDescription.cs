using System.Diagnostics.CodeAnalysis;
using Microsoft.OpenApi;
using PetStore.Api.Errors;
using Swashbuckle.AspNetCore.SwaggerGen;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace PetStore.Api.Description;

/// <summary>
/// The API description is generated from the code, but not while the app runs: openapi.json is committed, embedded and served
/// unchanged, and a test compares it with the code. To regenerate it:
/// <code>ASPNETCORE_ENVIRONMENT=Development dotnet build src/PetStore.Api -t:Build,GenerateOpenApiDocuments</code>
/// </summary>
internal static class ApiDescription
{
    // The native function is published without the generator, which reflects over everything: LambdaNative.pubxml.
    [FeatureSwitchDefinition("PetStore.ApiDescriptionGenerator")]
    private static bool HasGenerator => !AppContext.TryGetSwitch("PetStore.ApiDescriptionGenerator", out var isOn) || isOn;

    /// <summary>Registers the generator, in Development only: nothing calls it elsewhere.</summary>
    public static IServiceCollection AddApiDescription(this IServiceCollection services, IHostEnvironment environment)
    {
        if (!HasGenerator || !environment.IsDevelopment())
            return services;

        services.AddEndpointsApiExplorer();
        return services.AddSwaggerGen(Describe);
    }

    /// <summary>
    /// Swagger UI at <c>/swagger</c>, wherever the app is mounted. Built by the first request for it, because building it takes longer
    /// than the rest of the start.
    /// </summary>
    public static void UseSwaggerPage(this IApplicationBuilder app)
    {
        var page = new Lazy<RequestDelegate>(() => app.New().UseSwaggerUI(Describe).Build());
        app.Use((context, next) => context.Request.Path.StartsWithSegments("/swagger") ? page.Value(context) : next(context));
    }

    public static void MapApiDescription(this IEndpointRouteBuilder routes)
    {
        var description = new EmbeddedFile("openapi.json", "application/json");
        routes.MapMethods("/openapi.json", HttpVerbs.Read, (HttpContext http) => description.Answer(http)).ExcludeFromDescription();
    }

    private static void Describe(SwaggerUIOptions page)
    {
        page.RoutePrefix = "swagger";
        page.DocumentTitle = "PetStore API";
        page.SwaggerEndpoint("../openapi.json", "PetStore");
    }

    private static void Describe(SwaggerGenOptions options)
    {
        options.SwaggerDoc("v1", new OpenApiInfo
        {
            Title = "PetStore",
            Version = "1.0.0",
            Description = """
                Pets to buy: API Gateway's sample API, extended. Every error that the app answers is `application/problem+json` (RFC 9457)
                with the request id of its log; what the server refuses before that, such as malformed HTTP, has a status alone.
                """.ReplaceLineEndings(" "),
            Contact = new OpenApiContact { Name = "PetStore" },
            License = new OpenApiLicense { Name = "Apache-2.0", Url = new Uri("https://www.apache.org/licenses/LICENSE-2.0") },
        });

        // Relative to the description's own URL: correct at the root, under a stage and under a base path.
        options.AddServer(new OpenApiServer { Url = ".", Description = "Where this description is served." });
        // If the deploy template requires an API key, API Gateway checks it. The app itself does not.
        options.AddSecurityDefinition("apiKey", new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "x-api-key",
            Description = "Required by API Gateway if the API is deployed with AccessMode=AnyVpcEndpointWithApiKey.",
        });
        options.AddSecurityRequirement(_ => []);
        options.AddSecurityRequirement(document => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference("apiKey", document)] = [],
        });
        options.SupportNonNullableReferenceTypes();
        options.CustomSchemaIds(type => type == typeof(ProblemDocument) ? "Problem" : type.Name);

        // HEAD is GET without the body. If it were described too, generated clients would have two methods for each route.
        options.DocInclusionPredicate((_, operation) => operation.HttpMethod != HttpMethods.Head);
        options.SchemaFilter<SchemaDescription>();
        options.OperationFilter<OperationDescription>();
        options.DocumentFilter<TagDescription>();
    }

    private sealed class TagDescription : IDocumentFilter
    {
        public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) => swaggerDoc.Tags = new HashSet<OpenApiTag>
        {
            new() { Name = "pets", Description = "The pets of the store." },
            new() { Name = "health", Description = "Whether the app and its store work." },
        };
    }
}
