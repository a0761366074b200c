using System.Net;
using System.Net.Sockets;
using PrivateGateway.Templates;
using PetStore.Testing;

namespace PrivateGateway.Tests;

public sealed class StartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_port_in_use_is_named(bool control)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");

        var failure = await Assert.ThrowsAsync<GatewayStartException>(() => TestGateway.StartAsync(options: options => control
            ? options with { Control = url }
            : options with { Endpoints = [new EndpointListener("vpce-0aaa", url)] }));

        Assert.Contains($"127.0.0.1:{url.Port}", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Wrong.Assembly", "dotnet10", "Wrong.Assembly.dll")]
    [InlineData("PrivateGateway.ScriptedFunction", "provided.al2023", "bootstrap")]
    [InlineData("index.handler", "nodejs22.x", "index.js or index.mjs or index.cjs")]
    [InlineData("app.lambda_handler", "python3.13", "app.py")]
    [InlineData("com.example.Handler", "java21", "java21")]
    [InlineData("PrivateGateway.ScriptedFunction::Type::Method", "dotnet10", "Amazon.Lambda.RuntimeSupport.dll")]
    public async Task A_function_that_cannot_be_started_is_named(string handler, string runtime, string named)
    {
        var failure = await Assert.ThrowsAsync<GatewayStartException>(
            () => TestGateway.StartAsync(api => api with { Function = api.Function with { Handler = handler, Runtime = runtime } }));

        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bootstrap_that_is_not_executable_stops_the_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permission.");
        var directory = Directory.CreateTempSubdirectory("function-").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "bootstrap"), "#!/bin/sh", Cancel);

        var failure = await Assert.ThrowsAsync<GatewayStartException>(() => TestGateway.StartAsync(
            api => api with { Function = api.Function with { Runtime = "provided.al2023" } }, options => options with { FunctionDirectory = directory }));

        Directory.Delete(directory, recursive: true);
        Assert.Contains("bootstrap is not executable", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_does_not_build_is_reported_with_the_compilers_errors()
    {
        var directory = Directory.CreateTempSubdirectory("broken-");
        await File.WriteAllTextAsync(
            Path.Combine(directory.FullName, "Broken.csproj"),
            """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup></Project>""",
            Cancel);
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "Program.cs"), "this is no C#", Cancel);

        var failure = await Assert.ThrowsAsync<GatewayStartException>(() => TestGateway.StartAsync(
            api => api with { Function = api.Function with { Code = new FunctionCode.Local(directory.FullName) } },
            options => options with { FunctionDirectory = null }));

        directory.Delete(recursive: true);
        Assert.StartsWith("The function does not build:", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Program.cs(1,", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_and_a_directory_are_packages_too()
    {
        var zip = Path.Combine(Directory.CreateTempSubdirectory("zip-").FullName, "function.zip");
        using (var archive = System.IO.Compression.ZipFile.Open(zip, System.IO.Compression.ZipArchiveMode.Create))
        {
            foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "PrivateGateway.ScriptedFunction*"))
                System.IO.Compression.ZipFileExtensions.CreateEntryFromFile(archive, file, Path.GetFileName(file));
        }

        foreach (var code in new[] { zip, AppContext.BaseDirectory })
        {
            await using var gateway = await TestGateway.StartAsync(
                api => api with { Function = api.Function with { Code = new FunctionCode.Local(code) } }, options => options with { FunctionDirectory = null });
            Assert.Equal("said", await gateway.Client.GetStringAsync("say/hello", Cancel));
        }

        Directory.Delete(Path.GetDirectoryName(zip)!, recursive: true);
    }

    [Fact]
    public async Task The_repositorys_own_template_is_served()
    {
        var lines = new ReportedLines();
        await using var host = await PrivateGatewayHost.StartAsync(
            new GatewayOptions
            {
                TemplatePath = Repository.PathTo("serverless.template"),
                ParameterOverrides = new Dictionary<string, string> { ["AllowedVpcEndpointIds"] = "vpce-0aaa", ["StageName"] = "v2" },
                Endpoints = [EndpointListener.Free("vpce-0aaa")],
                FunctionDirectory = FunctionNamed("PetStore.Api"),
                Report = lines.Add,
            },
            Cancel);
        using var client = new HttpClient { BaseAddress = host.StageUrl };

        using var response = await client.GetAsync("pets", Cancel);

        Assert.Equal("/v2/", host.StageUrl.AbsolutePath);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    [Fact]
    public async Task A_file_that_is_not_a_template_stops_the_start() =>
        await Assert.ThrowsAsync<TemplateException>(() => PrivateGatewayHost.StartAsync(
            new GatewayOptions { TemplatePath = Repository.PathTo("README.md"), FunctionDirectory = AppContext.BaseDirectory }, Cancel));

    // An assembly of that name that is not a function: this test is only about the template.
    private static string FunctionNamed(string name)
    {
        var directory = Directory.CreateTempSubdirectory("function-").FullName;
        File.WriteAllText(Path.Combine(directory, $"{name}.dll"), "");
        return directory;
    }
}
