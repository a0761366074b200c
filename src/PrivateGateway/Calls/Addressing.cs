using System.Net;
using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>Which API and stage a caller names: by Host, by the alias of an associated endpoint, by x-apigw-api-id, or locally by localhost.</summary>
/// <param name="isOnlyApi">False: other APIs are behind the endpoints too, so that localhost alone leads to none.</param>
internal sealed class Addressing(PrivateApi api, bool isOnlyApi = true)
{
    public const string IdHeader = "x-apigw-api-id";

    private readonly string _domain = $".execute-api.{api.Region}.{DomainOf(api)}";
    private readonly string _endpointDomain = $".execute-api.{api.Region}.vpce.{DomainOf(api)}";

    public string DefaultHost { get; } = $"{api.ApiId}.execute-api.{api.Region}.{DomainOf(api)}";

    /// <summary>The names that the certificate covers. As in AWS, those of every API in the region: a wrong id gets 403, not a TLS error.</summary>
    public IEnumerable<string> Names =>
    [
        $"*{_domain}",
        $"*{_endpointDomain}",
        .. api.CustomDomains.Select(domain => domain.Name).Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Whether a request leads to this API, and not to another one behind the same endpoint.</summary>
    public AddressMatch Match(HttpRequest request, RequestTarget target)
    {
        var host = request.Host.Host;
        if (!HasDomain(host))
            return IsNamedBy(host, request.Headers) ? AddressMatch.Exact : AddressMatch.None;

        return DomainOf(host, target) switch { null => AddressMatch.None, { BasePath.Length: 0 } => AddressMatch.WithoutBasePath, _ => AddressMatch.Exact };
    }

    public Answer? Find(Call call)
    {
        var host = call.Host;
        if (HasDomain(host))
            return FindByBasePath(call);

        if (!IsNamedBy(host, call.Headers))
            return Refuse(call, $"no API is known as '{host}' here{(IsLocal(host) && !isOnlyApi ? $": several are served, so name one by its Host or by {IdHeader}" : "")}");

        if (api.DisableExecuteApiEndpoint)
            return Refuse(call, "DisableExecuteApiEndpoint: only a custom domain leads to the API");

        var (stage, path) = call.Target.Split();
        return FindStage(call, stage, "/" + stage, path);
    }

    private static string DomainOf(PrivateApi api) => api.Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";

    private bool HasDomain(string host) => api.CustomDomains.Any(domain => IsNamed(host, domain));

    private bool IsNamedBy(string host, IHeaderDictionary headers) =>
        IsApiName(host) || (IsEndpointName(host) && HasId(headers)) || (IsLocal(host) && (HasId(headers) || (isOnlyApi && headers[IdHeader].Count == 0)));

    private bool IsApiName(string host) =>
        host.Equals(DefaultHost, StringComparison.OrdinalIgnoreCase)
        || api.VpcEndpointIds.Any(endpoint => host.Equals($"{api.ApiId}-{endpoint}{_domain}", StringComparison.OrdinalIgnoreCase));

    // The endpoint's own names serve every API: the header must say which one.
    private bool IsEndpointName(string host) =>
        host.EndsWith(_endpointDomain, StringComparison.OrdinalIgnoreCase);

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host, out _);

    private bool HasId(IHeaderDictionary headers) => headers[IdHeader] is [{ } id] && id == api.ApiId;

    /// <summary>The domain with the base path that the target begins with, else the one without a base path.</summary>
    private CustomDomain? DomainOf(string host, RequestTarget target)
    {
        var domains = api.CustomDomains.Where(domain => IsNamed(host, domain)).ToList();
        return domains.Find(domain => domain.BasePath.Length > 0 && domain.BasePath == target.Split().First)
            ?? domains.Find(domain => domain.BasePath.Length == 0);
    }

    private Answer? FindByBasePath(Call call)
    {
        var (first, path) = call.Target.Split();
        if (DomainOf(call.Host, call.Target) is not { } domain)
        {
            var known = api.CustomDomains.Where(domain => IsNamed(call.Host, domain)).Select(domain => $"'{domain.BasePath}'");
            return Refuse(call, $"no base path '{first}': {call.Host} has {string.Join(", ", known)}");
        }

        var (prefix, rest) = domain.BasePath.Length > 0 ? ("/" + first, path) : ("", call.Target.Path);

        call.CustomDomain = domain;
        if (domain.Stage is { } stage)
            return FindStage(call, stage, prefix, rest);

        var (named, after) = (RequestTarget.Parse(rest.Length == 0 ? "/" : rest)).Split();
        return FindStage(call, named, $"{prefix}/{named}", after);
    }

    private Answer? FindStage(Call call, string name, string prefix, string path)
    {
        if (api.Stages.FirstOrDefault(stage => stage.Name == name) is not { } stage)
            return Refuse(call, $"no stage '{name}': the API has {string.Join(", ", api.Stages.Select(known => $"'{known.Name}'"))}");

        (call.Stage, call.Prefix, call.RawPath, call.IsAddressed) = (stage, prefix, path.Length == 0 ? "/" : path, true);
        return null;
    }

    private static bool IsNamed(string host, CustomDomain domain) => host.Equals(domain.Name, StringComparison.OrdinalIgnoreCase);

    private static Answer Refuse(Call call, string why)
    {
        call.Decision = "wrong address";
        call.Explanation = why;
        return GatewayResponses.Forbidden;
    }
}

/// <summary>How well a request's address fits an API.</summary>
internal enum AddressMatch
{
    None,

    /// <summary>By a custom domain whose mapping has no base path; another API may have the base path.</summary>
    WithoutBasePath,

    Exact,
}
