using Amazon.Lambda.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using AspNetCore.LambdaServer.Events;
using AspNetCore.LambdaServer.Invocations;
using AspNetCore.LambdaServer.RuntimeApi;
using AspNetCore.LambdaServer.SnapStart;

namespace AspNetCore.LambdaServer;

/// <summary>
/// The server of an app on Lambda. One thread asks the Runtime API for an event, runs the app, and posts its response, until the
/// environment is taken away.
/// </summary>
internal sealed class RuntimeApiServer(
    LambdaEnvironment environment,
    StartFailure startFailure,
    IEnumerable<BeforeSnapshotRequest> warmUpRequests,
    IConfiguration configuration,
    IHostApplicationLifetime lifetime,
    ILogger<RuntimeApiServer> logger) : IServer
{
    private readonly RuntimeApiClient _runtimeApi = new(environment.RuntimeApi);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isWaiting;
    private int _isStopping;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        var margin = LambdaEnvironment.DeadlineMargin(configuration);
        IInvocationPipeline pipeline = new InvocationPipeline<TContext>(application, margin, TimeProvider.System, logger);
        WarmUp.Run(pipeline, warmUpRequests, environment.TakesSnapshot);

        var thread = new Thread(() => Run(pipeline)) { IsBackground = true, Name = "Lambda invocations" };
        thread.UnsafeStart(); // Without this thread's execution context.
        return Task.CompletedTask;
    }

    /// <summary>Lets the current invocation end.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _isStopping, 1);
        if (Interlocked.CompareExchange(ref _isWaiting, 0, 0) == 1)
            _runtimeApi.Dispose();

        return _ended.Task.WaitAsync(cancellationToken);
    }

    public void Dispose() => _runtimeApi.Dispose();

    private void Run(IInvocationPipeline pipeline)
    {
        try
        {
            if (environment.TakesSnapshot)
                PassSnapshot();

            startFailure.Disarm();
            ServeInvocations(pipeline);
        }
        catch (ObjectDisposedException) when (_isStopping == 1)
        {
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
            pipeline.Dispose();
            _ended.SetResult();
        }
    }

    private void ServeInvocations(IInvocationPipeline pipeline)
    {
        var clean = ExecutionContext.Capture();
        var respond = Respond;
        while (true)
        {
            Interlocked.Exchange(ref _isWaiting, 1);
            if (_isStopping == 1)
                return;

            var invocation = _runtimeApi.Next();
            Interlocked.Exchange(ref _isWaiting, 0);
            environment.SetTrace(invocation.TraceId);
            try
            {
                pipeline.Serve(invocation, respond);
            }
            catch (MalformedEventException fault)
            {
                logger.Malformed(invocation.RequestId, fault.Message);
                if (!_runtimeApi.Fail(invocation.RequestId, fault))
                    logger.NotAccepted(invocation.RequestId);
            }

            // Nothing that the app put into an AsyncLocal is there for the next invocation.
            ExecutionContext.Restore(clean!);
        }
    }

    private void Respond(string requestId, OutgoingPost answer)
    {
        if (!_runtimeApi.Respond(requestId, answer))
            logger.NotAccepted(requestId);
    }

    private void PassSnapshot()
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

        _runtimeApi.WaitForRestore();
        try
        {
            SnapshotRestore.RunAfterRestoreAsync().GetAwaiter().GetResult();
        }
        catch (Exception fault)
        {
            startFailure.Disarm();
            _runtimeApi.FailRestore(fault);
            throw;
        }
    }
}
