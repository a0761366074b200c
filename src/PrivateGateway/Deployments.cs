using System.ComponentModel;
using System.Net.Sockets;
using PrivateGateway.Lambda;
using PrivateGateway.Monitoring;
using PrivateGateway.Templates;

namespace PrivateGateway;

/// <summary>The deployment in service, and those before it that still finish their calls.</summary>
internal sealed class Deployments(GatewayOptions options, TemporaryDirectory temporary, Watchdog watchdog, Counters counters, CallHistory history) : IAsyncDisposable
{
    private readonly List<(Deployment Deployment, Task Retired)> _retiring = [];
    private volatile Deployment? _current;
    private string _files = "";

    public Deployment Current => _current ?? throw new InvalidOperationException("Nothing is deployed yet.");

    public async Task StartAsync(IReadOnlyList<LoadedApi> apis, CancellationToken cancellationToken)
    {
        _files = FingerprintOf(apis);
        _current = await Deployment.StartAsync(apis, options, temporary, watchdog, counters, history, null, cancellationToken);
    }

    public async Task HandleAsync(HttpContext http, string vpcEndpointId)
    {
        Deployment deployment;
        do
            deployment = Current;
        while (!deployment.TryEnter());

        try
        {
            await deployment.HandleAsync(http, vpcEndpointId);
        }
        finally
        {
            deployment.Leave();
        }
    }

    /// <summary>The files and directories that the deployment is made from.</summary>
    public IEnumerable<string> Sources() => Current.Apis.SelectMany(api => api.Sources);

    /// <summary>Puts the changed templates and functions in service. What cannot be started is reported, and the deployment in service stays.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var files = FingerprintOf(Current.Apis.Select(api => api.Loaded));
            if (files == _files && Current.Apis.All(api => api.HasUnchangedFunctions))
                return;

            _files = files;
            var apis = LoadedApi.LoadAll(options);
            var next = await Deployment.StartAsync(apis, options, temporary, watchdog, counters, history, Current, cancellationToken);
            _files = FingerprintOf(apis);
            var restarted = next.TakeOver(Current);
            var previous = Interlocked.Exchange(ref _current, next);
            var names = apis.Select(api => Path.GetFileName(api.Options.TemplatePath)).Distinct();
            options.Report($"Reloaded {string.Join(", ", names)}; functions restarted: {(restarted.Count > 0 ? string.Join(", ", restarted) : "none")}");
            next.StartWarnings();
            _retiring.RemoveAll(earlier => earlier.Retired.IsCompletedSuccessfully);
            _retiring.Add((previous!, previous!.RetireAsync()));
        }
        catch (Exception e) when (e is TemplateException or GatewayStartException or IOException or UnauthorizedAccessException or SocketException or Win32Exception)
        {
            options.Report($"Not reloaded, the version before keeps serving: {e.Message}");
        }
    }

    /// <summary>Does not wait for calls in flight: it ends their functions.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (earlier, _) in _retiring)
            await earlier.DisposeAsync();

        if (_current is { } current)
            await current.DisposeAsync();
    }

    private static string FingerprintOf(IEnumerable<LoadedApi> apis) => Fingerprint.OfFiles(apis.SelectMany(api => api.Files));
}
