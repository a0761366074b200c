using PetStore.Testing;

namespace PrivateGateway.Tool.Tests;

/// <summary>The tool as a separate process that serves the repository's template with the scripted function.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-process-");

    private GatewayProcess(string script, string prefix, IReadOnlyDictionary<string, string?> variables, string[] options)
    {
        Port = FreePort.Next();
        TemporaryDirectory = _directory.CreateSubdirectory("tmp").FullName;
        var function = _directory.CreateSubdirectory("function").FullName;
        foreach (var extension in (string[])["dll", "runtimeconfig.json"])
            File.Copy(Path.Combine(AppContext.BaseDirectory, $"PrivateGateway.ScriptedFunction.{extension}"), Path.Combine(function, $"PetStore.Api.{extension}"));

        Process = ChildProcess.Start(
            "sh",
            ["-c", $"{prefix} exec \"$0\" \"$@\"", "dotnet", typeof(StartCommand).Assembly.Location,
             "start", Repository.PathTo("serverless.template"), "--parameter-overrides", "AllowedVpcEndpointIds=vpce-0aaa", "--function", function,
             "--endpoint", $"vpce-0aaa=http://127.0.0.1:{Port}", "--no-control", "--env", $"SCRIPT={script}", .. options],
            new Dictionary<string, string?>(variables) { ["TMPDIR"] = variables.GetValueOrDefault("TMPDIR", TemporaryDirectory) });
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}/v1/") };
    }

    public ChildProcess Process { get; }

    public int Port { get; }

    /// <summary>Its own <c>TMPDIR</c>.</summary>
    public string TemporaryDirectory { get; }

    public HttpClient Client { get; }

    /// <param name="script">What the function does before its first invocation.</param>
    /// <param name="prefix">Shell commands, or redirections, in front of the gateway.</param>
    public static GatewayProcess Start(
        string script = "", string prefix = "", IReadOnlyDictionary<string, string?>? variables = null, params string[] options)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a shell and signals.");
        return new GatewayProcess(script, prefix, variables ?? new Dictionary<string, string?>(), options);
    }

    public Task ListeningAsync() =>
        Process.WaitForLineAsync(line => line.StartsWith("  through vpce-0aaa: ", StringComparison.Ordinal));

    public Task SignalAsync(string signal) => ChildProcess.RunAsync("kill", [$"-{signal}", $"{Process.Id}"]);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
