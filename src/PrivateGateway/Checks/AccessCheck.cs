using PrivateGateway.Calls;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Checks;

/// <summary>Decides calls as the running gateway does, without starting anything.</summary>
/// <param name="api">The API of the template.</param>
/// <param name="endpoints">The policies of the VPC endpoints.</param>
internal sealed class AccessCheck(PrivateApi api, EndpointPolicies endpoints, CheckOptions options)
{
    private readonly Routing _routing = new(api);
    private readonly AccessControl _access = new(api, null, new RequestContext(api, options.Context));
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    public PrivateApi Api => api;

    public EndpointPolicies Endpoints => endpoints;

    /// <summary>All policies that a call can meet.</summary>
    public IEnumerable<PolicyDocument> Policies =>
        [api.ResourcePolicy, .. endpoints.All, .. api.CustomDomains.Select(domain => domain.Policy)];

    public NamedValues Named => new(Policies);

    /// <summary>The condition keys of the policies that no local call has.</summary>
    public IEnumerable<string> Unsupplied
    {
        get
        {
            var context = new RequestContext(api, options.Context);
            return Policies.SelectMany(context.Unsupplied).Distinct(StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>The same check of other calls and callers.</summary>
    public AccessCheck With(CheckOptions other) => new(api, endpoints, other with { Context = options.Context });

    public IEnumerable<CheckRow> Rows() => Rows(Named, [.. Calls(Named)]);

    /// <param name="named">The source of callers that the options do not give.</param>
    public IEnumerable<CheckRow> Rows(NamedValues named, IReadOnlyList<(string Stage, string Method, string Path)> calls) =>
        from call in calls
        let method = _routing.Find(call.Method, call.Path)?.Method
        from caller in Callers(named, method)
        select Decide(call, method, caller);

    /// <summary>Every method of every resource, and the calls that policies name; ANY stands for its seven methods.</summary>
    public IEnumerable<(string Stage, string Method, string Path)> Calls(NamedValues named)
    {
        var routes = api.Methods
            .SelectMany(method => method.HttpMethod == "ANY" ? Routing.Verbs.Select(verb => (Method: verb, method.ResourcePath)) : [(Method: method.HttpMethod, method.ResourcePath)])
            .Select(route => (route.Method, Path: SamplePath(route.ResourcePath)))
            .Concat(named.Routes.SelectMany(route => (route.Method is null ? Routing.Verbs : [route.Method]).Select(verb => (Method: verb, route.Path)))
                .Where(route => _routing.Find(route.Method, route.Path)?.Method is not null))
            .Distinct()
            .Where(route => (options.Method ?? route.Method) == route.Method);
        var chosen = (options.Path, options.Method) switch
        {
            (null, _) => routes,
            ({ } path, { } method) => [(method, path)],
            ({ } path, null) => Routing.Verbs.Where(verb => _routing.Find(verb, path)?.Method is not null).DefaultIfEmpty("GET").Select(verb => (verb, path)),
        };
        return from stage in api.Stages.Select(stage => stage.Name)
               where (options.Stage ?? stage) == stage
               from route in chosen
               select (stage, route.Item1, route.Item2);
    }

    public CheckRow Decide(string stage, string httpMethod, string path, Caller caller) =>
        Decide((stage, httpMethod, path), _routing.Find(httpMethod, path)?.Method, caller);

    private CheckRow Decide((string Stage, string Method, string Path) call, ApiMethod? method, Caller caller)
    {
        var (stage, httpMethod, path) = call;
        var endpoint = new VpcEndpoint(caller.VpcEndpointId, caller.VpcId, endpoints.Of(caller.VpcEndpointId), null);
        var domain = api.DisableExecuteApiEndpoint ? api.CustomDomain : null;
        if (api.DisableExecuteApiEndpoint && domain is null)
            return Row(false, 403, "addressing", null, "the API's default names are disabled and it has no custom domain.");

        var outcome = _access.Decide(new AccessRequest(
            endpoint, caller.SourceIp, AccessRequest.MethodArnOf(api, stage, httpMethod, path), method, domain, _now,
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
        IEnumerable<string?> principals = options.Principals;
        if (options.Principals.Count == 0)
        {
            // A signature matters to a method with IAM authorization, and to the policy of an endpoint.
            var isSigned = method?.Authorization == MethodAuthorization.AwsIam;
            principals = isSigned ? [.. named.Principals.Concat(Strangers()).Distinct()]
                : endpoints.All.Any() ? [null, .. named.Principals]
                : [null];
        }

        return from endpoint in Given(options.VpcEndpointIds, named.Endpoints.Concat(api.VpcEndpointIds).Concat(endpoints.Ids))
               from vpc in options.VpcId is { } given ? [given] : endpoints.VpcOf(endpoint) is { } own ? [own] : named.Vpcs
               from address in Given(options.SourceIps, named.Addresses)
               from principal in principals
               select new Caller(endpoint, vpc, address, principal, options.ApiKey);
    }

    private string[] Strangers() =>
        [NamedValues.OtherUser(api.Partition, api.AccountId), NamedValues.OtherUser(api.Partition, NamedValues.OtherAccount)];

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
