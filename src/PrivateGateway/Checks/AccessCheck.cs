using PrivateGateway.Calls;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Checks;

/// <summary>Decides calls to the API of a template as the running gateway does, without starting anything.</summary>
public sealed class AccessCheck
{
    private readonly PrivateApi _api;
    private readonly EndpointPolicies _endpoints;
    private readonly CheckOptions _options;
    private readonly Routing _routing;
    private readonly AccessControl _access;
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    /// <param name="api">The API of the template.</param>
    /// <param name="endpoints">The policies of the VPC endpoints.</param>
    internal AccessCheck(PrivateApi api, EndpointPolicies endpoints, CheckOptions options)
    {
        (_api, _endpoints, _options) = (api, endpoints, options);
        (_routing, _access) = (new Routing(api), new AccessControl(api, null, new RequestContext(api, options.Context)));
    }

    internal PrivateApi Api => _api;

    internal EndpointPolicies Endpoints => _endpoints;

    /// <summary>All policies that a call can meet.</summary>
    internal IEnumerable<PolicyDocument> Policies =>
        [_api.ResourcePolicy, .. _endpoints.All, .. _api.CustomDomains.Select(domain => domain.Policy)];

    internal NamedValues Named => new(Policies);

    /// <summary>The condition keys of the policies that no local call has.</summary>
    internal IEnumerable<string> Unsupplied
    {
        get
        {
            var context = new RequestContext(_api, _options.Context);
            return Policies.SelectMany(context.Unsupplied).Distinct(StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>Reads the template, and the endpoints' policy, that the options name. Options that are only for serving are not used.</summary>
    /// <exception cref="TemplateException">The template cannot be deployed, or uses something that the gateway does not support.</exception>
    public static AccessCheck Load(GatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Load(options, new CheckOptions());
    }

    internal static AccessCheck Load(GatewayOptions options, CheckOptions check)
    {
        var api = DeployedTemplate.Load(options.TemplatePath, options.ParameterOverrides, options.Pseudo, options.Values, options.Api);
        return new AccessCheck(api, EndpointPolicies.Load([api], options), check with { Context = options.Context });
    }

    /// <summary>The same check of other calls and callers.</summary>
    internal AccessCheck With(CheckOptions other) => new(_api, _endpoints, other with { Context = _options.Context });

    /// <summary>
    /// A row for each stage, route and kind of caller: the endpoints, VPCs, addresses and principals that the template or its policies name,
    /// and for each kind one that none of them names.
    /// </summary>
    public IEnumerable<CheckRow> Rows() => Rows(Named, [.. Calls(Named)]);

    /// <summary>All rows at once, decided on all processors.</summary>
    internal List<CheckRow> AllRows()
    {
        var named = Named;
        return [.. Calls(named).ToList().AsParallel().AsOrdered().SelectMany(call => Rows(named, [call]))];
    }

    /// <param name="named">The source of callers that the options do not give.</param>
    internal IEnumerable<CheckRow> Rows(NamedValues named, IReadOnlyList<(string Stage, string Method, string Path)> calls) =>
        from call in calls
        let method = _routing.Find(call.Method, call.Path)?.Method
        from caller in Callers(named, method)
        select Decide(call, method, caller);

    /// <summary>Every method of every resource, and the calls that policies name; ANY stands for its seven methods.</summary>
    internal IEnumerable<(string Stage, string Method, string Path)> Calls(NamedValues named)
    {
        var routes = _api.Methods
            .SelectMany(method => method.HttpMethod == "ANY" ? Routing.Verbs.Select(verb => (Method: verb, method.ResourcePath)) : [(Method: method.HttpMethod, method.ResourcePath)])
            .Select(route => (route.Method, Path: SamplePath(route.ResourcePath)))
            .Concat(named.Routes.SelectMany(route => (route.Method is null ? Routing.Verbs : [route.Method]).Select(verb => (Method: verb, route.Path)))
                .Where(route => _routing.Find(route.Method, route.Path)?.Method is not null))
            .Distinct()
            .Where(route => (_options.Method ?? route.Method) == route.Method);
        var chosen = (_options.Path, _options.Method) switch
        {
            (null, _) => routes,
            ({ } path, { } method) => [(method, path)],
            ({ } path, null) => Routing.Verbs.Where(verb => _routing.Find(verb, path)?.Method is not null).DefaultIfEmpty("GET").Select(verb => (verb, path)),
        };
        return from stage in _api.Stages.Select(stage => stage.Name)
               where (_options.Stage ?? stage) == stage
               from route in chosen
               select (stage, route.Item1, route.Item2);
    }

    /// <summary>Decides one call to the first stage.</summary>
    /// <param name="httpMethod">In upper case.</param>
    /// <param name="path">Below the stage, with a leading slash.</param>
    public CheckRow Decide(string httpMethod, string path, Caller caller) => Decide(_api.Stage.Name, httpMethod, path, caller);

    /// <summary>Decides one call.</summary>
    /// <param name="stage">A stage's name.</param>
    /// <param name="httpMethod">In upper case.</param>
    /// <param name="path">Below the stage, with a leading slash.</param>
    public CheckRow Decide(string stage, string httpMethod, string path, Caller caller) =>
        Decide((stage, httpMethod, path), _routing.Find(httpMethod, path)?.Method, caller);

    private CheckRow Decide((string Stage, string Method, string Path) call, ApiMethod? method, Caller caller)
    {
        var (stage, httpMethod, path) = call;
        if (!_api.Stages.Any(known => known.Name == stage))
            return Row(false, 403, "addressing", null, $"the API has no stage '{stage}'.");

        var endpoint = new VpcEndpoint(caller.VpcEndpointId, caller.VpcId, _endpoints.Of(caller.VpcEndpointId), null);
        var domain = _api.DisableExecuteApiEndpoint ? _api.CustomDomain : null;
        if (_api.DisableExecuteApiEndpoint && domain is null)
            return Row(false, 403, "addressing", null, "the API's default names are disabled and it has no custom domain.");

        var outcome = _access.Decide(new AccessRequest(
            endpoint, caller.SourceIp, AccessRequest.MethodArnOf(_api, stage, httpMethod, path), method, domain, _now,
            caller.Principal is null ? null : AccessRequest.SignatureV4, caller.Principal));
        if (outcome.Refusal is { } refusal)
        {
            return outcome.Policies is { } denied
                ? Row(false, refusal.Status, By(denied), denied.Policy?.DecidedBy?.Line, denied.Reason)
                : Row(false, refusal.Status, "authorization", null, $"{outcome.Summary}.");
        }

        return method is null
            ? Row(false, 403, "routing", null, "the API has no such resource or method.")
            : Row(true, 200, By(outcome.Policies!), outcome.Policies!.Policy?.DecidedBy?.Line, outcome.Policies.Reason);

        CheckRow Row(bool allowed, int status, string decidedBy, int? line, string reason) => new(
            stage, httpMethod, path, method?.ResourcePath ?? path, caller, allowed, status, decidedBy, line, reason, Needs(method, caller));
    }

    /// <summary>Path parameters are called by their names.</summary>
    private static string SamplePath(string resourcePath) =>
        resourcePath.Replace("+}", "", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);

    private IEnumerable<Caller> Callers(NamedValues named, ApiMethod? method)
    {
        IEnumerable<string?> principals = _options.Principals;
        if (_options.Principals.Count == 0)
        {
            // A signature matters to a method with IAM authorization, and to the policy of an endpoint.
            var isSigned = method?.Authorization == MethodAuthorization.AwsIam;
            principals = isSigned ? [.. named.Principals.Concat(Strangers()).Distinct()]
                : _endpoints.All.Any() ? [null, .. named.Principals]
                : [null];
        }

        return from endpoint in Given(_options.VpcEndpointIds, named.Endpoints.Concat(_api.VpcEndpointIds).Concat(_endpoints.Ids))
               from vpc in _options.VpcId is { } given ? [given] : _endpoints.VpcOf(endpoint) is { } own ? [own] : named.Vpcs
               from address in Given(_options.SourceIps, named.Addresses)
               from principal in principals
               select new Caller(endpoint, vpc, address, principal, _options.ApiKey);
    }

    private string[] Strangers() =>
        [NamedValues.OtherUser(_api.Partition, _api.AccountId), NamedValues.OtherUser(_api.Partition, NamedValues.OtherAccount)];

    private static IEnumerable<string> Given(IReadOnlyList<string> given, IEnumerable<string> otherwise) => given.Count > 0 ? given : otherwise.Distinct();

    private static string By(AccessDecision decision) =>
        decision.Policy?.DecidedBy is { } statement ? $"{decision.DecidedBy}, {statement.Name}" : decision.DecidedBy;

    private static string Needs(ApiMethod? method, Caller caller) => string.Join(" and ", new[]
    {
        method?.Authorization == MethodAuthorization.AwsIam ? "a signature" : null,
        method?.Authorizer is not null ? "a token" : null,
        method is { ApiKeyRequired: true } && !caller.HasApiKey ? "a key" : null,
    }.OfType<string>());
}
