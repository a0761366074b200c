using System.Text.RegularExpressions;
using PetStore.Api.Tests.Http;
using PetStore.Testing;

namespace PetStore.Api.Tests.RealProcess;

/// <summary>The built app as a process of its own, on a port that the system chose.</summary>
internal sealed partial class StoreProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly HttpClient _client;

    private StoreProcess(ChildProcess process, Uri address)
    {
        _process = process;
        _client = Exchange.ClientFor(address);
    }

    public int Id => _process.Id;

    public string Output => _process.Output;

    /// <summary>The app that was built together with these tests.</summary>
    public static string Program { get; } =
        Path.Combine(
            AppContext.BaseDirectory.Replace(
                Path.Combine("tests", "PetStore.Api.Tests"), Path.Combine("src", "PetStore.Api"), StringComparison.Ordinal),
            "PetStore.Api.dll");

    /// <summary>Starts the app and waits until it listens.</summary>
    /// <param name="database">The path of the store's file.</param>
    /// <param name="through">A program with arguments that runs the app, with limits or as somebody else.</param>
    public static Task<StoreProcess> StartAsync(string database, string environment = "Production", params string[] through) =>
        WaitAsync(Launch(database, environment, through, [], "--urls=http://127.0.0.1:0"));

    /// <summary>The same with variables.</summary>
    public static Task<StoreProcess> StartAsync(string database, (string Name, string Value)[] variables) =>
        WaitAsync(Launch(database, "Production", [], variables, "--urls=http://127.0.0.1:0"));

    /// <summary>Starts the app where its output does not reach the test, and waits until it answers.</summary>
    /// <param name="through">A program with arguments that runs the app with another stdout.</param>
    public static async Task<StoreProcess> StartSilentlyAsync(string database, string environment, params string[] through)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var store = new StoreProcess(Launch(database, environment, through, [], $"--urls={address}"), address);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await store.AnswersAsync())
        {
            if (store._process.HasExited || limit.IsCancellationRequested)
            {
                await store.DisposeAsync();
                throw new InvalidOperationException($"The app does not answer. It printed:\n{store.Output}");
            }

            await Task.Delay(50);
        }

        return store;
    }

    /// <summary>Starts the app with arguments that must end it.</summary>
    /// <returns>The exit code and the lines that were printed.</returns>
    public static Task<(int Code, string[] Lines)> StartInVainAsync(string database, params string[] arguments) =>
        StartInVainAsync(database, [], arguments);

    /// <summary>The same with variables, which take precedence over those of the tests.</summary>
    public static Task<(int Code, string[] Lines)> StartInVainAsync(
        string database, (string Name, string Value)[] variables, params string[] arguments) =>
        EndAsync(Launch(database, "Production", [], variables, arguments));

    /// <summary>The same through a program that runs the app, with limits or as another user.</summary>
    public static Task<(int Code, string[] Lines)> StartInVainThroughAsync(string[] through, string database) =>
        EndAsync(Launch(database, "Production", through, [], "--urls=http://127.0.0.1:0"));

    private static async Task<(int Code, string[] Lines)> EndAsync(ChildProcess launched)
    {
        await using var process = launched;
        var code = await process.WaitForExitAsync(TimeSpan.FromSeconds(60));
        return (code, process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public Task<Answer> GetAsync(string path) => _client.ExchangeAsync(HttpMethod.Get, path, null);

    public Task<Answer> PostAsync(string body, params (string Name, string Value)[] headers) =>
        _client.ExchangeAsync(HttpMethod.Post, "/pets", body, headers);

    public Task<Answer> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers) =>
        _client.ExchangeAsync(method, path, body, headers);

    /// <summary>SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await _process.TerminateAsync();
        return await _process.WaitForExitAsync(TimeSpan.FromSeconds(60));
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _process.DisposeAsync();
    }

    private static async Task<StoreProcess> WaitAsync(ChildProcess process)
    {
        try
        {
            var line = await process.WaitForLineAsync(line => Listening().IsMatch(line));
            return new(process, new Uri(Listening().Match(line).Value));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return (await GetAsync("/health/live")).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static ChildProcess Launch(
        string database, string environment, string[] through, (string Name, string Value)[] variables, params string[] arguments)
    {
        string[] command = [.. through, "dotnet", Program, .. arguments];
        var all = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["Storage__Sqlite__Path"] = database,
            ["AWS_LAMBDA_FUNCTION_NAME"] = null,
            // The runtime's diagnostic sockets would remain in the temporary directory when the process is killed.
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        foreach (var (name, value) in variables)
            all[name] = value;

        return ChildProcess.Start(command[0], command[1..], all, Path.GetDirectoryName(Program));
    }

    [GeneratedRegex(@"(?<=Now listening on: )http://[0-9.]+:[0-9]+")]
    private static partial Regex Listening();
}
