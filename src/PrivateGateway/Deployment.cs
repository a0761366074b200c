using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using PrivateGateway.Calls;
using PrivateGateway.Checks;
using PrivateGateway.Integrations;
using PrivateGateway.Lambda;
using PrivateGateway.Monitoring;
using PrivateGateway.Templates;

namespace PrivateGateway;

/// <summary>One version of the templates in service, with all their APIs. It is retired after its last call.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, VpcEndpoint> _endpoints = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ServedApi> _apis = [];
    private readonly GatewayOptions _options;
    private readonly EndpointPolicies _policies;

    // The calls in flight, and one more while this is the deployment in service.
    private int _users = 1;
    private bool _isDisposed;

    private Deployment(GatewayOptions options, EndpointPolicies policies) => (_options, _policies) = (options, policies);

    public IReadOnlyList<ServedApi> Apis => _apis;

    /// <param name="previous">The deployment that this one replaces. Its unchanged functions keep running.</param>
    /// <exception cref="TemplateException">The endpoint template is invalid.</exception>
    /// <exception cref="GatewayStartException">A function cannot be started, or the key set of Cognito tokens cannot be read.</exception>
    public static async Task<Deployment> StartAsync(
        IReadOnlyList<LoadedApi> apis, GatewayOptions options, TemporaryDirectory temporary, Watchdog watchdog, Counters counters, CallHistory history,
        Deployment? previous, CancellationToken cancellationToken)
    {
        foreach (var (api, _) in apis)
            IntegrationSet.CheckTemplates(api);

        var deployment = new Deployment(options, EndpointPolicies.Load(apis.Select(one => one.Api), options));
        try
        {
            foreach (var api in apis)
            {
                var watch = new CallWatch(counters, history, api.Options);
                deployment._apis.Add(await ServedApi.StartAsync(api, deployment._policies, temporary, watchdog, watch, previous?.Find(api), cancellationToken));
            }

            return deployment;
        }
        catch
        {
            await deployment.DisposeAsync();
            throw;
        }
    }

    /// <param name="vpcEndpointId">The endpoint that the request came through.</param>
    public Task HandleAsync(HttpContext http, string vpcEndpointId)
    {
        var endpoint = _endpoints.GetOrAdd(vpcEndpointId, id =>
            new VpcEndpoint(id, _policies.VpcOf(id) ?? _options.VpcId, _policies.Of(id), _options.SourceIp));
        return AddressedBy(http).HandleAsync(http, endpoint);
    }

    /// <summary>From now on the functions that both deployments share end with this one.</summary>
    /// <returns>The logical ids of the functions that the deployments do not share.</returns>
    public IReadOnlyList<string> TakeOver(Deployment previous) =>
        [.. _apis.SelectMany(api => api.Functions.TakeOver(previous.Find(api.Loaded)?.Functions))];

    /// <summary>The version of an API that this deployment serves; null where it has none.</summary>
    public ServedApi? Find(LoadedApi api) => _apis.Find(served => served.Api.ApiId == api.Api.ApiId);

    /// <summary>Looks for settings that are rarely intended, by deciding calls of every route. It runs in the background, because many routes take a while.</summary>
    public void StartWarnings() => _ = Task.Run(() =>
    {
        foreach (var warning in _apis.SelectMany(api => api.Check.Warnings()).TakeWhile(_ => !_isDisposed))
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

        foreach (var api in _apis)
            await api.DisposeAsync();
    }

    // Where a request leads to no API, the first one refuses it.
    private ServedApi AddressedBy(HttpContext http)
    {
        if (_apis.Count == 1)
            return _apis[0];

        var target = RequestTarget.Parse(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        return _apis.MaxBy(api => api.Addressing.Match(http.Request, target))!;
    }
}
