using System.Text.Json.Serialization;
#if AWS_PACKAGES
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
#endif

// The least of an app: what it costs is its adapter to Lambda, and ASP.NET Core.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
#if AWS_PACKAGES
// The overload that does not need reflection, so that AWS's adapter can be trimmed and compiled ahead of time too.
builder.Services.AddAWSLambdaHosting(LambdaEventSource.RestApi, new SourceGeneratorLambdaJsonSerializer<EventJson>());
#else
builder.Services.AddAWSLambdaHosting(LambdaEventSource.RestApi);
#endif
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, PlainJson.Default));

var app = builder.Build();
app.MapGet("/pets", () => (Pet[])[new(1, "dog", 249.99m), new(2, "cat", 124.99m), new(3, "fish", 0.99m)]);
app.Run();

internal sealed record Pet(int Id, string Type, decimal Price);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Pet[]))]
internal sealed partial class PlainJson : JsonSerializerContext;

#if AWS_PACKAGES
[JsonSerializable(typeof(APIGatewayProxyRequest))]
[JsonSerializable(typeof(APIGatewayProxyResponse))]
internal sealed partial class EventJson : JsonSerializerContext;
#endif
