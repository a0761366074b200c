using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using AspNetCore.LambdaServer.Invocations;
using AspNetCore.LambdaServer.RuntimeApi;
using AspNetCore.LambdaServer.SnapStart;

namespace AspNetCore.LambdaServer;

/// <summary>
/// The server of an app on Lambda. Each of its threads asks the Runtime API for an event, runs the app, and posts its response, until Lambda ends
/// the environment.
/// </summary>
internal sealed class RuntimeApiServer(
    LambdaEnvironment environment,
    HostingOptions options,
    StartFailure startFailure,
    IEnumerable<BeforeSnapshotRequest> warmUpRequests,
    IConfiguration configuration,
    IHostApplicationLifetime lifetime,
    ILogger<RuntimeApiServer> logger) : IServer
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InvocationLoop[] _loops = [];
    private int _running;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        var margin = LambdaSettings.DeadlineMargin(configuration);
        var pipelines = new IInvocationPipeline[LambdaEnvironment.MaxConcurrency()];
        for (var i = 0; i < pipelines.Length; i++)
            pipelines[i] = new InvocationPipeline<TContext>(application, options, margin, TimeProvider.System, logger);

        if (environment.TakesSnapshot || LambdaSettings.WarmsUpAtEveryStart(configuration))
            WarmUp.Run(pipelines[0], warmUpRequests, configuration["AllowedHosts"], times: environment.TakesSnapshot ? 5 : 1);

        Start(pipelines);
        return Task.CompletedTask;
    }

    /// <summary>Lets the current invocations end.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var loop in _loops)
            loop.Stop();

        return _loops.Length == 0 ? Task.CompletedTask : _ended.Task.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        foreach (var loop in _loops)
            loop.Disconnect();
    }

    private void Start(IInvocationPipeline[] pipelines)
    {
        // The trace is an environment variable of the process: it can name only one invocation.
        Action<string?>? setTrace = pipelines.Length == 1 ? environment.SetTrace : null;
        _loops = Array.ConvertAll(pipelines, pipeline => new InvocationLoop(new RuntimeApiClient(environment.RuntimeApi), pipeline, setTrace, logger));
        _running = _loops.Length;
        foreach (var loop in _loops)
        {
            var thread = new Thread(() => Run(loop)) { IsBackground = true, Name = "Lambda invocations" };
            thread.UnsafeStart(); // Does not pass on this thread's execution context.
        }
    }

    private void Run(InvocationLoop loop)
    {
        try
        {
            if (environment.TakesSnapshot && !TryPassSnapshot(loop))
                return;

            startFailure.Disarm();
            loop.Run();
        }
        catch (Exception fault)
        {
            // Lambda ends a process that no longer asks for events, and starts another.
            Console.Error.WriteLine(fault is RuntimeApiException ? fault.Message : fault.ToString());
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
        finally
        {
            loop.Dispose();
            if (Interlocked.Decrement(ref _running) == 0)
                _ended.SetResult();
        }
    }

    private bool TryPassSnapshot(InvocationLoop loop)
    {
        try
        {
            SnapshotRestore.RunBeforeSnapshotAsync().GetAwaiter().GetResult();
        }
        catch (Exception fault)
        {
            startFailure.Report(fault, "Runtime.BeforeSnapshotError");
            throw;
        }

        if (!loop.TryWaitForRestore())
            return false;

        try
        {
            SnapshotRestore.RunAfterRestoreAsync().GetAwaiter().GetResult();
            return true;
        }
        catch (Exception fault)
        {
            startFailure.Disarm();
            loop.FailRestore(fault);
            throw;
        }
    }
}
