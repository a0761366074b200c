using System.Text.Json.Serialization;

// The least of an app: what it costs is its adapter to Lambda, and ASP.NET Core.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddAWSLambdaHosting(LambdaEventSource.RestApi);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, PlainJson.Default));

var app = builder.Build();
app.MapGet("/pets", () => (Pet[])[new(1, "dog", 249.99m), new(2, "cat", 124.99m), new(3, "fish", 0.99m)]);
app.Run();

internal sealed record Pet(int Id, string Type, decimal Price);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Pet[]))]
internal sealed partial class PlainJson : JsonSerializerContext;
