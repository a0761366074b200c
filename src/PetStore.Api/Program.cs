using PetStore.Api;
using PetStore.Api.Cors;
using PetStore.Api.Description;
using PetStore.Api.Errors;
using PetStore.Api.Health;
using PetStore.Api.Logging;
using PetStore.Api.Page;
using PetStore.Api.Pets;
using PetStore.Api.Start;
using PetStore.Api.Storage;
using PetStore.Api.Telemetry;

if (CommandLine.Answer(args) is { } exitCode)
    return exitCode;

StartFailure.EndsWithOneLine();
var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.ConfigurePetStoreKestrel();
builder.Logging.AddPetStoreLogging(builder.Environment);
builder.AddTelemetry();

builder.Services.AddAWSLambdaHosting(
    LambdaEventSource.RestApi, options => options.EnableResponseStreaming = builder.Configuration.GetValue<bool>("Lambda:ResponseStreaming"));
builder.Services.AddAWSLambdaBeforeSnapshotRequest(new HttpRequestMessage(HttpMethod.Get, "/pets"));
StartFailure.EndsWithOneLine(builder.Configuration); // After the hosting, which tells Lambda first.
SettingsCheck.Check(builder.Configuration);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, PetStoreJson.Default));
builder.Services.AddProblems();
builder.Services.AddPetStoreCors(builder.Configuration);
builder.Services.AddApiDescription(builder.Environment);
builder.Services.AddPetStorage(builder.Configuration);
builder.Services.AddSingleton(CurrencySign.Read(builder.Configuration));

var app = builder.Build();
app.BeginStorage();
app.UseMiddleware<RequestLogMiddleware>();
app.UseProblems();
app.UsePetStoreCors();
app.UseSwaggerPage();

app.MapPage();
app.MapPets();
app.MapHealth();
app.MapApiDescription();

app.Run();
return 0;
