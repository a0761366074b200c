using System.Net;
using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>Which API and stage a caller names: by Host, by the alias of an associated endpoint, by x-apigw-api-id, or locally by localhost.</summary>
internal sealed class Addressing(PrivateApi api)
{
    private readonly string _domain = $".execute-api.{api.Region}.{DomainOf(api)}";
    private readonly string _endpointDomain = $".execute-api.{api.Region}.vpce.{DomainOf(api)}";

    public string DefaultHost { get; } = $"{api.ApiId}.execute-api.{api.Region}.{DomainOf(api)}";

    /// <summary>All names of the API, and the suffix that the endpoints' own names share.</summary>
    public IEnumerable<string> Names =>
    [
        DefaultHost,
        .. api.VpcEndpointIds.Select(endpoint => $"{api.ApiId}-{endpoint}{_domain}"),
        $"*{_endpointDomain}",
        .. api.CustomDomains.Select(domain => domain.Name).Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    public Answer? Find(Call call)
    {
        var host = call.Host;
        if (api.CustomDomains.Any(domain => IsNamed(host, domain)))
            return FindByBasePath(call);

        var isNamed = IsApiName(host) || ((IsEndpointName(host) || IsLocal(host)) && IsNamedByHeader(call, optional: IsLocal(host)));
        if (!isNamed)
            return Refuse(call, $"no API is known as '{host}' here");

        if (api.DisableExecuteApiEndpoint)
            return Refuse(call, "DisableExecuteApiEndpoint: only a custom domain leads to the API");

        var (stage, path) = call.Target.Split();
        return FindStage(call, stage, "/" + stage, path);
    }

    private static string DomainOf(PrivateApi api) => api.Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";

    private bool IsApiName(string host) =>
        host.Equals(DefaultHost, StringComparison.OrdinalIgnoreCase)
        || api.VpcEndpointIds.Any(endpoint => host.Equals($"{api.ApiId}-{endpoint}{_domain}", StringComparison.OrdinalIgnoreCase));

    // The endpoint's own names serve every API: the header must say which one.
    private bool IsEndpointName(string host) =>
        host.EndsWith(_endpointDomain, StringComparison.OrdinalIgnoreCase);

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host, out _);

    private bool IsNamedByHeader(Call call, bool optional) =>
        call.Headers["x-apigw-api-id"] is [{ } id] ? id == api.ApiId : optional && call.Headers["x-apigw-api-id"].Count == 0;

    private Answer? FindByBasePath(Call call)
    {
        var domains = api.CustomDomains.Where(domain => IsNamed(call.Host, domain)).ToList();
        var (first, path) = call.Target.Split();
        var (prefix, rest) = ("/" + first, path);
        var domain = domains.Find(domain => domain.BasePath.Length > 0 && domain.BasePath == first);
        if (domain is null)
        {
            domain = domains.Find(domain => domain.BasePath.Length == 0);
            (prefix, rest) = ("", call.Target.Path);
        }

        if (domain is null)
            return Refuse(call, $"no base path '{first}': {call.Host} has {string.Join(", ", domains.Select(known => $"'{known.BasePath}'"))}");

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
