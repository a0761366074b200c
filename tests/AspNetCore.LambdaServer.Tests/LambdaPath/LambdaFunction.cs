using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

/// <summary>The test app as a Lambda function: a child process that is talked to through the Runtime API alone.</summary>
public sealed class LambdaFunction : IAsyncDisposable
{
    private LambdaFunction(PetStore.Testing.RuntimeApi runtimeApi, ChildProcess process) => (RuntimeApi, Process) = (runtimeApi, process);

    public PetStore.Testing.RuntimeApi RuntimeApi { get; }

    public ChildProcess Process { get; }

    /// <summary>The test app.</summary>
    /// <param name="configuration">Environment variables beside Lambda's own.</param>
    public static LambdaFunction Start(params (string Name, string? Value)[] configuration) => StartProgram(TestApp, configuration);

    /// <param name="program">An executable, or an assembly for dotnet to start.</param>
    /// <param name="configuration">Environment variables beside Lambda's own.</param>
    public static LambdaFunction StartProgram(string program, params (string Name, string? Value)[] configuration) =>
        StartCommand(program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", program] : [program], configuration);

    /// <param name="command">An executable and its arguments, the function's program last.</param>
    /// <param name="configuration">Environment variables beside Lambda's own.</param>
    public static LambdaFunction StartCommand(string[] command, params (string Name, string? Value)[] configuration) =>
        Start(PetStore.Testing.RuntimeApi.Start(), command, configuration);

    /// <summary>The test app as another function on the port of one that runs.</summary>
    public static LambdaFunction StartBeside(LambdaFunction other, string name) =>
        Start(other.RuntimeApi.ForFunction(name), TestApp.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", TestApp] : [TestApp]);

    /// <summary>The test app, in a shell that runs some commands first.</summary>
    public static LambdaFunction StartInShell(string commands)
    {
        var start = TestApp.EndsWith(".dll", StringComparison.Ordinal) ? "exec dotnet \"$0\"" : "exec \"$0\"";
        return StartCommand(["/bin/sh", "-c", $"{commands}; {start}", TestApp]);
    }

    private static LambdaFunction Start(
        PetStore.Testing.RuntimeApi runtimeApi, string[] command, params (string Name, string? Value)[] configuration)
    {
        var environment = runtimeApi.Environment;
        foreach (var (name, value) in configuration)
            environment[name] = value;

        return new LambdaFunction(
            runtimeApi, ChildProcess.Start(command[0], command[1..], environment, Path.GetDirectoryName(command[^1])));
    }

    public Task<RuntimeApiOutcome> InvokeAsync(string payload) => RuntimeApi.InvokeAsync(payload);

    /// <summary>Invokes the function and reads its answer as API Gateway does.</summary>
    public async Task<Answer> SendAsync(string payload) => Answer.Of(await InvokeAsync(payload));

    public async Task<Answer> GetAsync(string path) => await SendAsync(ProxyEvents.Get(path));

    /// <summary>The same of a function that streams.</summary>
    public async Task<StreamedAnswer> StreamAsync(string path) => StreamedAnswer.Of(await InvokeAsync(ProxyEvents.Get(path)));

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await RuntimeApi.DisposeAsync();
    }

    // PETSTORE_TEST_APP names another build of it: .ci/run publishes it as PetStore.Api is published.
    private static string TestApp { get; } = Environment.GetEnvironmentVariable("PETSTORE_TEST_APP") ?? Path.Combine(
        AppContext.BaseDirectory.Replace("AspNetCore.LambdaServer.Tests", "AspNetCore.LambdaServer.TestApp", StringComparison.Ordinal),
        "AspNetCore.LambdaServer.TestApp.dll");
}

/// <summary>One function for all tests of a class that leave it as it was.</summary>
public sealed class SharedFunction : IAsyncLifetime
{
    public LambdaFunction Function { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        Function = LambdaFunction.Start();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => Function.DisposeAsync();
}
