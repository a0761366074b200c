using System.Reflection;
using System.Runtime.InteropServices;
using PrivateGateway.Lambda;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Lambda;

public sealed class FunctionBuildTests : IAsyncDisposable
{
    private readonly TestDirectory _project = new();
    private readonly ReportedLines _lines = new();
    private readonly Watchdog _watchdog;
    private readonly Dictionary<string, string> _profiles = new() { ["dotnet10"] = "Managed", ["provided.al2023"] = "Native" };

    public FunctionBuildTests()
    {
        _watchdog = new Watchdog(Path.Combine(_project.Path, "watched"));
        _project.Write("Program.cs", "return;");
        _project.Write("Properties/PublishProfiles/Managed.pubxml", "<Project><PropertyGroup><Version>9.8.7</Version></PropertyGroup></Project>");
        _project.Write("Properties/PublishProfiles/Native.pubxml", "<Project />");
        WriteProject();
    }

    public async ValueTask DisposeAsync()
    {
        await _watchdog.DisposeAsync();
        _project.Dispose();
    }

    [Fact]
    public async Task The_profile_of_the_runtime_is_published_for_this_machine()
    {
        var function = await PublishAsync("dotnet10");

        Assert.Equal("dotnet10", function.Runtime);
        Assert.Equal(new Version(9, 8, 7, 0), AssemblyName.GetAssemblyName(Path.Combine(Output, "App.dll")).Version);
        var processor = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
        Assert.EndsWith($"-{processor}", Assert.Single(Directory.GetDirectories(Path.Combine(Artifacts, "bin", "App"))), StringComparison.Ordinal);
        Assert.EndsWith("App.csproj with the profile Managed, for dotnet10", Assert.Single(_lines.SoFar), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_that_does_not_exist_is_an_error()
    {
        _profiles["dotnet10"] = "Manged";

        Assert.Contains("NETSDK1198", (await Assert.ThrowsAsync<GatewayStartException>(() => PublishAsync("dotnet10"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_without_a_linker_runs_the_managed_build_and_says_so()
    {
        var function = await PublishAsync("provided.al2023", searchPath: "");

        Assert.Equal("dotnet10", function.Runtime);
        Assert.Equal(new Version(9, 8, 7, 0), AssemblyName.GetAssemblyName(Path.Combine(Output, "App.dll")).Version);
        Assert.StartsWith("Function Scripted runs as dotnet10 and not as provided.al2023, which AWS would run: ", _lines.SoFar.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_without_a_linker_and_a_function_without_a_managed_profile_is_an_error_of_one_line()
    {
        _profiles.Remove("dotnet10");

        var failure = await Assert.ThrowsAsync<GatewayStartException>(() => PublishAsync("provided.al2023", searchPath: ""));

        Assert.StartsWith("Function Scripted cannot be compiled for provided.al2023 here: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task Too_little_memory_is_an_error_of_one_line()
    {
        WriteProject("""<Target Name="Fail" BeforeTargets="CoreCompile"><Error Text="The command ilc exited with code 137." /></Target>""");

        var failure = await Assert.ThrowsAsync<GatewayStartException>(() => PublishAsync("dotnet10"));

        Assert.StartsWith("Function Scripted: there was not enough memory to build ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task A_build_starts_from_nothing_after_one_that_was_interrupted()
    {
        using var interruption = new CancellationTokenSource();
        WriteProject("""<Target Name="Wait" BeforeTargets="CoreCompile"><Touch Files="waiting" AlwaysCreate="true" /><Exec Command="sleep 600" /></Target>""");
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(_project.Path, "waiting") { EnableRaisingEvents = true };
        watcher.Created += (_, _) => waiting.TrySetResult();

        var interrupted = PublishAsync("dotnet10", interruption.Token);
        await Task.WhenAny(waiting.Task, interrupted);
        await interruption.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => interrupted);
        _project.Write("obj/private-gateway/half-written.o", "");

        WriteProject();
        await PublishAsync("dotnet10");
        Assert.False(File.Exists(Path.Combine(Artifacts, "half-written.o")));

        _project.Write("obj/private-gateway/whole.o", "");
        await PublishAsync("dotnet10");
        Assert.True(File.Exists(Path.Combine(Artifacts, "whole.o")), "Nothing was interrupted, and the build started from nothing.");
    }

    [Fact]
    public async Task Two_gateways_do_not_build_the_same_project_at_the_same_time()
    {
        var first = await BuildState.OpenAsync(Artifacts, TestContext.Current.CancellationToken);
        var second = BuildState.OpenAsync(Artifacts, TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);

        first.Dispose();
        (await second).Dispose();
    }

    private string Output => Path.Combine(_project.Path, "out");

    private string Artifacts => Path.Combine(_project.Path, "obj", "private-gateway");

    private Task<LambdaFunction> PublishAsync(string runtime, CancellationToken? cancellationToken = null, string? searchPath = null) =>
        new FunctionBuild(_profiles, searchPath ?? Environment.GetEnvironmentVariable("PATH")!, _watchdog, _lines.Add).PublishAsync(
            TestGateway.Api.Function with { Runtime = runtime }, Path.Combine(_project.Path, "App.csproj"), Output, cancellationToken ?? TestContext.Current.CancellationToken);

    private void WriteProject(string target = "") => _project.Write(
        "App.csproj",
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
          </PropertyGroup>
          {target}
        </Project>
        """);
}
