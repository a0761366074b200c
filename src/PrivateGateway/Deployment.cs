using System.Collections.Concurrent;
using PrivateGateway.Authorizers;
using PrivateGateway.Calls;
using PrivateGateway.Checks;
using PrivateGateway.Integrations;
using PrivateGateway.Lambda;
using PrivateGateway.Monitoring;
using PrivateGateway.Templates;

namespace PrivateGateway;

/// <summary>One version of the template in service: its API, its functions and the pipeline. It is retired after its last call.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, VpcEndpoint> _endpoints = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly GatewayOptions _options;
    private readonly EndpointPolicies _policies;
    private readonly IntegrationSet _integrations;
    private readonly RequestPipeline _pipeline;

    // The calls in flight, and one more while this is the deployment in service.
    private int _users = 1;
    private bool _isDisposed;

    /// <exception cref="TemplateException">The endpoint template is invalid.</exception>
    /// <exception cref="GatewayStartException">The key set of Cognito tokens cannot be read.</exception>
    private Deployment(PrivateApi api, GatewayOptions options, FunctionSet functions, CallWatch watch)
    {
        (Api, _options, Functions) = (api, options, functions);
        _policies = EndpointPolicies.Load(api, options);
        Check = new AccessCheck(api, _policies, new CheckOptions { Context = options.Context });
        var access = new AccessControl(api, options.Principal, new RequestContext(api, options.Context));
        var authorizers = new AuthorizerSet(api, functions, access, options);
        _integrations = new IntegrationSet(api, functions, options);
        _pipeline = new RequestPipeline(api, access, authorizers, _integrations, watch, options.Time);
    }

    public PrivateApi Api { get; }

    public FunctionSet Functions { get; }

    /// <summary>Decides calls without making them.</summary>
    public AccessCheck Check { get; }

    /// <param name="previous">The deployment that this one replaces. Its unchanged functions keep running.</param>
    public static async Task<Deployment> StartAsync(
        PrivateApi api, GatewayOptions options, TemporaryDirectory temporary, Watchdog watchdog, Counters counters, CallHistory history, Deployment? previous,
        CancellationToken cancellationToken)
    {
        IntegrationSet.CheckTemplates(api);
        var functions = await FunctionSet.StartAsync(api, options, temporary, watchdog, previous?.Functions, cancellationToken);
        try
        {
            return new Deployment(api, options, functions, new CallWatch(counters, history, options));
        }
        catch
        {
            await functions.DisposeAsync();
            throw;
        }
    }

    public Task HandleAsync(HttpContext http, string vpcEndpointId) => _pipeline.HandleAsync(http, _endpoints.GetOrAdd(vpcEndpointId, id =>
        new VpcEndpoint(id, _policies.VpcOf(id) ?? _options.VpcId, _policies.Of(id), _options.SourceIp)));

    /// <summary>Looks for settings that are rarely intended, by deciding calls of every route. It runs in the background, because many routes take a while.</summary>
    public void StartWarnings() => _ = Task.Run(() =>
    {
        foreach (var warning in Check.Warnings().TakeWhile(_ => !_isDisposed))
            _options.Report(warning.ToString());
    });

    /// <returns>False: the deployment is retired, and the call belongs to its successor.</returns>
    public bool TryEnter()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
                return true;

            users = seen;
        }

        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            _drained.SetResult();
    }

    /// <summary>Takes no further calls, waits for the last one, and ends the functions that no other deployment uses.</summary>
    public async Task RetireAsync()
    {
        Leave();
        await _drained.Task;
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;

        await _integrations.DisposeAsync();
        await Functions.DisposeAsync();
    }
}
