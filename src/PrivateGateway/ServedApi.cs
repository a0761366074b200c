using PrivateGateway.Authorizers;
using PrivateGateway.Calls;
using PrivateGateway.Checks;
using PrivateGateway.Integrations;
using PrivateGateway.Lambda;
using PrivateGateway.Monitoring;
using PrivateGateway.Templates;

namespace PrivateGateway;

/// <summary>An API in service: its functions, and the pipeline of its calls.</summary>
internal sealed class ServedApi : IAsyncDisposable
{
    private readonly IntegrationSet _integrations;
    private readonly RequestPipeline _pipeline;

    private ServedApi(LoadedApi loaded, EndpointPolicies endpoints, FunctionSet functions, CallWatch watch)
    {
        var (api, options) = loaded;
        (Loaded, Functions) = (loaded, functions);
        Addressing = new Addressing(api, isOnlyApi: !options.IsOneOfSeveral);
        Check = new AccessCheck(api, endpoints, new CheckOptions { Context = options.Context });
        var access = new AccessControl(api, options.Principal, new RequestContext(api, options.Context));
        var authorizers = new AuthorizerSet(api, functions, access, options);
        _integrations = new IntegrationSet(api, functions, options);
        _pipeline = new RequestPipeline(api, Addressing, access, authorizers, _integrations, watch, options.Time);
    }

    public LoadedApi Loaded { get; }

    public PrivateApi Api => Loaded.Api;

    public FunctionSet Functions { get; }

    public Addressing Addressing { get; }

    /// <summary>Decides calls without making them.</summary>
    public AccessCheck Check { get; }

    /// <param name="endpoints">The policies of all endpoints.</param>
    /// <param name="previous">The version that this one replaces. Its unchanged functions keep running.</param>
    /// <exception cref="GatewayStartException">A function cannot be started, or the key set of Cognito tokens cannot be read.</exception>
    public static async Task<ServedApi> StartAsync(
        LoadedApi loaded, EndpointPolicies endpoints, TemporaryDirectory temporary, Watchdog watchdog, CallWatch watch, ServedApi? previous,
        CancellationToken cancellationToken)
    {
        var functions = await FunctionSet.StartAsync(loaded.Api, loaded.Options, temporary, watchdog, previous?.Functions, cancellationToken);
        try
        {
            return new ServedApi(loaded, endpoints, functions, watch);
        }
        catch
        {
            await functions.DisposeAsync();
            throw;
        }
    }

    /// <summary>The files and directories that the API and its functions are made from.</summary>
    public IEnumerable<string> Sources =>
        Loaded.Files.Concat(Api.Functions.Select(function => FunctionSource.PathOf(function, Loaded.Options)).OfType<string>());

    /// <summary>Only with <see cref="GatewayOptions.Watch"/>.</summary>
    public bool HasUnchangedFunctions => Functions.AreUnchanged(Api, Loaded.Options);

    public Task HandleAsync(HttpContext http, VpcEndpoint endpoint) => _pipeline.HandleAsync(http, endpoint);

    public async ValueTask DisposeAsync()
    {
        await _integrations.DisposeAsync();
        await Functions.DisposeAsync();
    }
}
