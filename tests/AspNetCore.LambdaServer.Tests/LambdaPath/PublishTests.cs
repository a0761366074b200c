using System.Text.Json.Nodes;
using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

/// <summary>PetStore.Api as it is deployed: published with each profile, and started as Lambda starts it.</summary>
public sealed class PublishTests(PublishedApi published) : IClassFixture<PublishedApi>
{
    private const string Pets =
        "[{\"id\":1,\"type\":\"dog\",\"price\":249.99},{\"id\":2,\"type\":\"cat\",\"price\":124.99},{\"id\":3,\"type\":\"fish\",\"price\":0.99}]";

    public static TheoryData<string> Profiles => ["Lambda", "LambdaCustomRuntime"];

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task The_published_function_serves_the_contract(string profile)
    {
        await using var function = await StartAsync(profile);
        Assert.Equal(Pets, (await function.GetAsync("/pets/")).Text);
        Assert.Contains("rel=\"next\"", (await function.GetAsync("/pets?limit=2")).Header("Link"), StringComparison.Ordinal);

        var created = await function.SendAsync(Post("{\"type\":\"bird\",\"price\":1.5}"));
        Assert.Equal((201, "success"), (created.Status, created.Json.GetProperty("message").GetString()));
        Assert.NotNull(created.Header("Location"));

        var refused = await function.SendAsync(Post("{\"type\":\"dragon\",\"price\":-1}"));
        Assert.Equal((400, "application/problem+json"), (refused.Status, refused.Header("Content-Type")?.Split(';')[0]));
        Assert.True(refused.Json.TryGetProperty("errors", out _));

        Assert.Equal(404, (await function.GetAsync("/nothing")).Status);
        Assert.Equal(200, (await function.GetAsync("/health/ready")).Status);
        Assert.StartsWith("text/html", (await function.GetAsync("/")).Header("Content-Type"), StringComparison.Ordinal);
        Assert.Contains("swagger", (await function.GetAsync("/swagger/index.html")).Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("PetStore", (await function.GetAsync("/openapi.json")).Json.GetProperty("info").GetProperty("title").GetString());
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task The_published_function_keeps_its_pets_in_DynamoDB(string profile)
    {
        await using var dynalite = await Dynalite.StartAsync();
        await using var function = await StartAsync(profile, [.. dynalite.Environment().Select(pair => (pair.Key, pair.Value))]);
        Assert.Equal(Pets, (await function.GetAsync("/pets")).Text);
        Assert.Equal(201, (await function.SendAsync(Post("{\"type\":\"bird\",\"price\":1.5}"))).Status);
        Assert.Equal("{\"id\":4,\"type\":\"bird\",\"price\":1.5}", (await function.GetAsync("/pets/4")).Text);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task A_configuration_that_cannot_work_is_reported_and_ends_with_one_line(string profile)
    {
        Adapter.OursAlone("AWS's adapter reports what fails in its own start alone");
        await using var function = await StartAsync(profile, ("Storage__Provider", "Paper"));
        var report = await function.RuntimeApi.InitError.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Contains("Storage:Provider", report.Json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, await function.Process.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Single(function.Process.Output.Split('\n'));
    }

    private static string Post(string pet)
    {
        var request = ProxyEvents.Of("POST", "/pets");
        request["multiValueHeaders"]!["Content-Type"] = new JsonArray("application/json");
        return request.With("body", pet);
    }

    private async Task<LambdaFunction> StartAsync(string profile, params (string Name, string? Value)[] configuration)
    {
        var program = await published.WithAsync(profile);
        var store = Path.Combine(published.Directory, Path.GetRandomFileName() + ".db");
        return LambdaFunction.StartProgram(program, [("Storage__Sqlite__Path", store), .. configuration]);
    }
}

/// <summary>Publishes each profile once, when a test asks for it.</summary>
public sealed class PublishedApi : IDisposable
{
    private readonly Dictionary<string, Task<string>> _published = [];

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("petstore-published-").FullName;

    /// <returns>What Lambda starts: the assembly that the managed runtime is told of, or the bootstrap.</returns>
    public Task<string> WithAsync(string profile)
    {
        if (!_published.TryGetValue(profile, out var published))
            _published.Add(profile, published = PublishAsync(profile));

        return published;
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    private async Task<string> PublishAsync(string profile)
    {
        var output = Path.Combine(Directory, profile);
        await ChildProcess.RunAsync("dotnet",
        [
            "publish", Repository.PathTo("src", "PetStore.Api"), $"-p:PublishProfile={profile}", $"-p:UseAwsPackages={(Adapter.IsOurs ? "false" : "true")}",
            "--artifacts-path", Path.Combine(Directory, "artifacts"), "--output", output, "--nologo", "--verbosity", "quiet",
        ], timeout: TimeSpan.FromMinutes(15));
        return Path.Combine(output, profile == "Lambda" ? "PetStore.Api.dll" : "bootstrap");
    }
}
