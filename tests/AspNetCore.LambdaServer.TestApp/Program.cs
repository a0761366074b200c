using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using AspNetCore.LambdaServer.TestApp;

// A function with one route for each thing that an app may ask of its server.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddAWSLambdaHosting(
    Enum.Parse<LambdaEventSource>(builder.Configuration["EventSource"] ?? "RestApi"),
    options =>
    {
        options.EnableResponseStreaming = builder.Configuration["Streaming"] == "true";
        options.IncludeUnhandledExceptionDetailInResponse = builder.Configuration["Detail"] == "true";
    });
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, Json.Default));
builder.Services.AddResponseCompression(options => options.EnableForHttps = true);
builder.Services.AddOutputCache();
builder.Services.AddCors();
builder.Services.AddHostedService<FailingStart>();
if (builder.Configuration["WarmUp"] is { Length: > 0 } path)
    builder.Services.AddAWSLambdaBeforeSnapshotRequest(new HttpRequestMessage(HttpMethod.Get, path));

var app = builder.Build();
SnapStartHooks.Register(app.Configuration);
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("The application has started."));
app.Lifetime.ApplicationStopped.Register(() => Console.WriteLine("The application has stopped."));

app.UseAmbient();
app.UseWhen(
    context => context.Request.Path.StartsWithSegments("/handled"),
    handled => handled.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = WriteProblemAsync }));
app.UseResponseCompression();
app.UseStaticFiles();
app.UseRouting();
app.UseCors(policy => policy.WithOrigins("https://example.com").WithHeaders("X-Api-Key").WithMethods("PUT"));
app.UseOutputCache();
app.MapEchoes();
app.MapAnswers();
app.MapStreams();
app.MapFaults();
app.Run();

static Task WriteProblemAsync(HttpContext context)
{
    var fault = context.Features.Get<IExceptionHandlerFeature>()!.Error;
    return context.Response.WriteAsJsonAsync(new JsonElementProblem(fault.Message), Json.Default.JsonElementProblem);
}
