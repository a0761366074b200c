using System.Diagnostics.CodeAnalysis;
using Microsoft.OpenApi;
using PetStore.Api.Errors;
using Swashbuckle.AspNetCore.SwaggerGen;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace PetStore.Api.Description;

/// <summary>
/// The API description is generated from the code, but not while the app serves: openapi.json is committed, embedded and served
/// as it is, and a test holds it against the code. To write it anew:
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
    /// Swagger UI at <c>/swagger</c>, wherever the app is mounted. Made for whoever asks for it first: to make it takes a start
    /// longer than the pets do.
    /// </summary>
    public static void UseSwaggerPage(this IApplicationBuilder app)
    {
        var page = new Lazy<RequestDelegate>(() => app.New().UseSwaggerUI(Describe).Build());
        app.Use((context, next) => context.Request.Path.StartsWithSegments("/swagger") ? page.Value(context) : next(context));
    }

    public static void MapApiDescription(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/openapi.json", HttpVerbs.Read, () => EmbeddedFile.Answer("openapi.json", "application/json"))
            .ExcludeFromDescription();

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

        // Relative to where the description is served: right at the root, under a stage and under a base path alike.
        options.AddServer(new OpenApiServer { Url = ".", Description = "Where this description is served." });
        // Where the deploy template asks for an API key, API Gateway checks it; the app itself asks for none.
        options.AddSecurityDefinition("apiKey", new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "x-api-key",
            Description = "Asked for by API Gateway where the API is deployed with AccessMode=AnyVpcEndpointWithApiKey.",
        });
        options.AddSecurityRequirement(_ => []);
        options.AddSecurityRequirement(document => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference("apiKey", document)] = [],
        });
        options.SupportNonNullableReferenceTypes();
        options.CustomSchemaIds(type => type == typeof(ProblemDocument) ? "Problem" : type.Name);

        // HEAD is GET without the body; described twice, it would get every client two methods.
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
            new() { Name = "health", Description = "Whether the store is there." },
        };
    }
}
