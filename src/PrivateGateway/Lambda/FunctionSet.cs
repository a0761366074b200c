using PrivateGateway.Templates;

namespace PrivateGateway.Lambda;

/// <summary>The functions of an API, ready to be invoked. Their processes start with the first invocation.</summary>
internal sealed class FunctionSet : IAsyncDisposable
{
    private readonly Dictionary<string, ILambdaFunction> _functions = [];
    private RuntimeApi? _runtimeApi;

    public int WarmEnvironments => _functions.Values.Sum(function => function.WarmEnvironments);

    public ILambdaFunction this[LambdaFunction function] => _functions[function.LogicalId];

    /// <exception cref="GatewayStartException">A function is missing, does not build, or cannot be started here.</exception>
    public static async Task<FunctionSet> StartAsync(
        PrivateApi api, GatewayOptions options, TemporaryDirectory temporary, Watchdog watchdog, CancellationToken cancellationToken)
    {
        var set = new FunctionSet();
        var launches = new List<FunctionLaunch>();
        var build = new FunctionBuild(api.PublishProfiles, Environment.GetEnvironmentVariable("PATH") ?? "", watchdog, options.Report);
        foreach (var deployed in api.Functions)
        {
            if (options.NoFunctions || (options.Backend is not null && !IsAuthorizer(api, deployed)))
            {
                set._functions[deployed.LogicalId] = new EventEcho();
                continue;
            }

            var (function, command) = await FunctionPackage.PrepareAsync(deployed, build, options, temporary, cancellationToken);
            options.Report($"Function {function.LogicalId} ({function.Runtime ?? "container image"}) runs {command}");
            var snapStart = options.SnapStart || function.SnapStart;
            var environment = FunctionEnvironment.Of(
                api, function, command.Directory, Environment.GetEnvironmentVariables(), options.Environment, temporary.Functions, snapStart);
            launches.Add(new FunctionLaunch(function, command, environment, options.InitTimeout, options.Time, watchdog, options.Report, options.ReportProcess));
        }

        var ports = launches.ConvertAll(launch => Enumerable.Range(1, options.Concurrency)
            .Select(number => new RuntimePort(api.Functions.Count == 1 ? $"fn {number}" : $"{launch.Function.LogicalId} {number}")).ToArray());
        if (launches.Count > 0)
            set._runtimeApi = await RuntimeApi.StartAsync([.. ports.SelectMany(port => port)], options.Report);
        foreach (var (launch, own) in launches.Zip(ports))
            set._functions[launch.Function.LogicalId] = new FunctionPool(launch, own);

        return set;
    }

    // A backend answers for the integrations, not for the authorizers.
    private static bool IsAuthorizer(PrivateApi api, LambdaFunction function) => api.Methods
        .Select(method => method.Authorizer).OfType<LambdaAuthorizer>()
        .Any(authorizer => api.Stages.Any(stage => FunctionTarget.Find(api.Functions, authorizer.FunctionArn, stage)?.Function == function));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_functions.Values.OfType<FunctionPool>().Select(pool => pool.EndAsync()));
        if (_runtimeApi is not null)
            await _runtimeApi.DisposeAsync();
    }
}
