using System.Text.Json.Nodes;
using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

/// <summary>PetStore.Api as it is deployed, for each runtime, and started as Lambda starts it.</summary>
public sealed class PublishTests(PublishedApi published) : IClassFixture<PublishedApi>
{
    private const string Pets =
        "[{\"id\":1,\"type\":\"dog\",\"price\":249.99},{\"id\":2,\"type\":\"cat\",\"price\":124.99},{\"id\":3,\"type\":\"fish\",\"price\":0.99}]";

    public static TheoryData<string> Runtimes => Adapter.IsOurs ? ["dotnet10", "provided.al2023"] : ["dotnet10"];

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task The_published_function_serves_the_contract(string runtime)
    {
        await using var function = await StartAsync(runtime);
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
    [MemberData(nameof(Runtimes))]
    public async Task The_published_function_keeps_its_pets_in_DynamoDB(string runtime)
    {
        await using var dynalite = await Dynalite.StartAsync();
        await using var function = await StartAsync(runtime, [.. dynalite.Environment().Select(pair => (pair.Key, pair.Value))]);
        Assert.Equal(Pets, (await function.GetAsync("/pets")).Text);
        Assert.Equal(201, (await function.SendAsync(Post("{\"type\":\"bird\",\"price\":1.5}"))).Status);
        Assert.Equal("{\"id\":4,\"type\":\"bird\",\"price\":1.5}", (await function.GetAsync("/pets/4")).Text);
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task An_invalid_configuration_is_reported_and_stops_the_start_with_one_line(string runtime)
    {
        Adapter.OursAlone("AWS's adapter reports what fails in its own start alone");
        await using var function = await StartAsync(runtime, ("Storage__Provider", "Paper"));
        var report = await function.RuntimeApi.InitError.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Contains("Storage:Provider", report.Json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, await function.Process.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Single(function.Process.Output.Split('\n'));
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task Each_request_is_logged_as_one_JSON_line(string runtime)
    {
        await using var function = await StartAsync(runtime);
        await function.GetAsync("/pets/2");
        var line = await function.Process.WaitForLineAsync(text => text.Contains("/pets/2", StringComparison.Ordinal));
        var entry = JsonNode.Parse(line)!;
        Assert.Equal(("INFO", 200), ((string?)entry["level"], (int?)entry["status"]));
    }

    [Fact]
    public async Task The_package_for_arm64_serves_pets_from_either_store()
    {
        Adapter.OursAlone("the native function is built with ours");
        var qemu = Requires.Program("qemu-aarch64-static");
        if (!File.Exists("/usr/lib/aarch64-linux-gnu/libssl.so.3"))
            Requires.Missing("OpenSSL for arm64 (libssl3:arm64) is not installed.");

        string[] emulated = [qemu, await published.ForArm64Async()];

        await using (var function = LambdaFunction.StartCommand(emulated, ("Storage__Sqlite__Path", NewStore())))
        {
            Assert.Equal(Pets, (await function.GetAsync("/pets")).Text);
            Assert.Equal(201, (await function.SendAsync(Post("{\"type\":\"bird\",\"price\":1.5}"))).Status);
        }

        await using var dynalite = await Dynalite.StartAsync();
        await using var withDynamoDb = LambdaFunction.StartCommand(emulated, [.. dynalite.Environment().Select(pair => (pair.Key, pair.Value))]);
        Assert.Equal("{\"id\":2,\"type\":\"cat\",\"price\":124.99}", (await withDynamoDb.GetAsync("/pets/2")).Text);
    }

    private static string Post(string pet)
    {
        var request = ProxyEvents.Of("POST", "/pets");
        request["multiValueHeaders"]!["Content-Type"] = new JsonArray("application/json");
        return request.With("body", pet);
    }

    private async Task<LambdaFunction> StartAsync(string runtime, params (string Name, string? Value)[] configuration) =>
        LambdaFunction.StartProgram(await published.ForAsync(runtime), [("Storage__Sqlite__Path", NewStore()), .. configuration]);

    private string NewStore() => Path.Combine(published.Directory, Path.GetRandomFileName() + ".db");
}

/// <summary>Publishes for each runtime once, when a test asks for it.</summary>
public sealed class PublishedApi : IDisposable
{
    private readonly Lazy<Task<string>> _managed;
    private readonly Lazy<Task<string>> _native;

    public PublishedApi()
    {
        _managed = new(PublishManagedAsync);
        _native = new(() => UnpackAsync(DeployPackage.Architecture));
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("petstore-published-").FullName;

    /// <returns>What Lambda starts: the assembly that the managed runtime loads, or the bootstrap.</returns>
    public Task<string> ForAsync(string runtime) => runtime == "dotnet10" ? _managed.Value : _native.Value;

    public Task<string> ForArm64Async() => UnpackAsync("arm64");

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    private async Task<string> UnpackAsync(string architecture) => DeployPackage.Unpack(
        await DeployPackage.FindOrBuildAsync(architecture, Directory), Path.Combine(Directory, architecture));

    private async Task<string> PublishManagedAsync()
    {
        var output = Path.Combine(Directory, "dotnet10");
        await ChildProcess.RunAsync("dotnet",
        [
            "publish", Repository.PathTo("src", "PetStore.Api"), "-p:PublishProfile=Lambda", $"-p:UseAwsPackages={(Adapter.IsOurs ? "false" : "true")}",
            "--artifacts-path", Path.Combine(Directory, "artifacts"), "--output", output, "--nologo", "--verbosity", "quiet",
        ], timeout: TimeSpan.FromMinutes(15));
        return Path.Combine(output, "PetStore.Api.dll");
    }
}
