using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace PetStore.Api.Tests.Description;

public sealed class DriftTests : AppTest
{
    [Fact]
    public async Task The_committed_description_matches_the_code()
    {
        await App.GetAsync("/health/live");

        var described = await App.Services.GetRequiredService<IAsyncSwaggerProvider>().GetSwaggerAsync("v1");
        var json = await described.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0, TestContext.Current.CancellationToken);

        // To regenerate it, see the head of src/PetStore.Api/Description/ApiDescription.cs.
        Assert.Equal(File.ReadAllText(ApiDescription.Path).ReplaceLineEndings("\n").Trim(), json.ReplaceLineEndings("\n").Trim());
    }

    [Fact]
    public async Task Outside_development_the_generator_is_not_registered()
    {
        await using var app = new PetStoreApp(("environment", "Production"));

        Assert.Equal(200, (await app.GetAsync("/openapi.json")).Status);
        Assert.Null(app.Services.GetService<IAsyncSwaggerProvider>());
    }
}
