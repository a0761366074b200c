using PrivateGateway.Templates;

namespace PrivateGateway.Lambda;

/// <summary>The functions of an API, ready to be invoked. Their processes start with the first invocation.</summary>
internal sealed class FunctionSet : IAsyncDisposable
{
    private readonly Dictionary<string, Entry> _functions = [];
    private readonly List<Entry> _owned = [];

    public int WarmEnvironments => _functions.Values.Sum(entry => entry.Function.WarmEnvironments);

    public ILambdaFunction this[LambdaFunction function] => _functions[function.LogicalId].Function;

    /// <param name="previous">The set that this one will replace; unchanged functions are shared with it.</param>
    /// <exception cref="GatewayStartException">A function is missing, does not build, or cannot be started here.</exception>
    public static async Task<FunctionSet> StartAsync(
        PrivateApi api, GatewayOptions options, TemporaryDirectory temporary, Watchdog watchdog, FunctionSet? previous, CancellationToken cancellationToken)
    {
        // 1. Every value that the processes need is asked for at once.
        var missing = api.Functions.Where(function => HasProcess(api, function, options)).SelectMany(function => function.MissingEnvironment)
            .Where(variable => !options.Environment.ContainsKey(variable.Key) && !api.LocalEnvironment.ContainsKey(variable.Key))
            .Select(variable => variable.Value).Distinct().ToList();
        if (missing.Count > 0)
            throw new GatewayStartException(string.Join(Environment.NewLine, missing));

        // 2. Functions that have not changed are kept; the others are prepared.
        var set = new FunctionSet();
        var build = new FunctionBuild(api.PublishProfiles, Environment.GetEnvironmentVariable("PATH") ?? "", watchdog, options.Report);
        try
        {
            foreach (var function in api.Functions)
            {
                var fingerprint = options.Watch ? FunctionSource.FingerprintOf(api, function, options) : "";
                if (previous?._functions.GetValueOrDefault(function.LogicalId) is { } same && same.Fingerprint == fingerprint)
                {
                    set._functions[function.LogicalId] = same;
                    continue;
                }

                var entry = HasProcess(api, function, options)
                    ? await StartAsync(api, function, build, options, temporary, watchdog, fingerprint, cancellationToken)
                    : new Entry(new EventEcho(), null, fingerprint);
                set._functions[function.LogicalId] = entry;
                set._owned.Add(entry);
            }

            return set;
        }
        catch
        {
            await set.DisposeAsync();
            throw;
        }
    }

    /// <summary>Only with <see cref="GatewayOptions.Watch"/>.</summary>
    public bool AreUnchanged(PrivateApi api, GatewayOptions options) =>
        api.Functions.All(function => _functions[function.LogicalId].Fingerprint == FunctionSource.FingerprintOf(api, function, options));

    /// <summary>From now on the functions that both sets share end with this set.</summary>
    /// <param name="previous">Null: there was none.</param>
    /// <returns>The logical ids of the functions that the sets do not share.</returns>
    public IReadOnlyList<string> TakeOver(FunctionSet? previous)
    {
        IReadOnlyList<string> restarted = [.. _functions.Where(function => _owned.Contains(function.Value)).Select(function => function.Key)];
        foreach (var shared in _functions.Values.Where(entry => previous?._owned.Remove(entry) == true))
            _owned.Add(shared);

        return restarted;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var entry in _owned)
        {
            if (entry.Function is FunctionPool pool)
                await pool.EndAsync();
            if (entry.RuntimeApi is { } runtimeApi)
                await runtimeApi.DisposeAsync();
        }
    }

    private static async Task<Entry> StartAsync(
        PrivateApi api, LambdaFunction deployed, FunctionBuild build, GatewayOptions options, TemporaryDirectory temporary, Watchdog watchdog, string fingerprint,
        CancellationToken cancellationToken)
    {
        var (function, command) = await FunctionPackage.PrepareAsync(deployed, build, options, temporary, cancellationToken);
        options.Report($"Function {function.LogicalId} ({function.Runtime ?? "container image"}) runs {command}");
        var snapStart = options.SnapStart || function.SnapStart;
        var environment = FunctionEnvironment.Of(
            api, function, command.Directory, Environment.GetEnvironmentVariables(), options.Environment, temporary.Functions, snapStart);
        var launch = new FunctionLaunch(function, command, environment, options.InitTimeout, options.Time, watchdog, options.Report, options.ReportProcess);
        var ports = Enumerable.Range(1, options.Concurrency)
            .Select(number => new RuntimePort($"{Name(api, function, options)} {number}")).ToArray();
        return new Entry(new FunctionPool(launch, ports), await RuntimeApi.StartAsync(ports, options.Report), fingerprint);
    }

    // As short as it can be without being ambiguous.
    private static string Name(PrivateApi api, LambdaFunction function, GatewayOptions options) =>
        options.IsOneOfSeveral ? $"{options.StackName}/{function.LogicalId}" : api.Functions.Count == 1 ? "fn" : function.LogicalId;

    private static bool HasProcess(PrivateApi api, LambdaFunction function, GatewayOptions options) =>
        !options.NoFunctions && (options.Backend is null || IsAuthorizer(api, function));

    // A backend answers for the integrations, not for the authorizers.
    private static bool IsAuthorizer(PrivateApi api, LambdaFunction function) => api.Methods
        .Select(method => method.Authorizer).OfType<LambdaAuthorizer>()
        .Any(authorizer => api.Stages.Any(stage => FunctionTarget.Find(api.Functions, authorizer.FunctionArn, stage)?.Function == function));

    /// <param name="RuntimeApi">Null for a function without processes.</param>
    private sealed record Entry(ILambdaFunction Function, RuntimeApi? RuntimeApi, string Fingerprint);
}
