using System.Net;
using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>Which API a caller means: by Host, by the alias of an associated endpoint, by x-apigw-api-id, or at a desk by localhost.</summary>
internal sealed class Addressing(PrivateApi api)
{
    private readonly string _domain = $".execute-api.{api.Region}.{DomainOf(api)}";
    private readonly string _endpointDomain = $".execute-api.{api.Region}.vpce.{DomainOf(api)}";

    public string DefaultHost { get; } = $"{api.ApiId}.execute-api.{api.Region}.{DomainOf(api)}";

    /// <summary>All names that the API answers to, with what the endpoints' own names have in common.</summary>
    public IEnumerable<string> Names =>
    [
        DefaultHost,
        .. api.VpcEndpointIds.Select(endpoint => $"{api.ApiId}-{endpoint}{_domain}"),
        $"*{_endpointDomain}",
        .. api.CustomDomain is { } custom ? new[] { custom.Name } : [],
    ];

    public Answer? Find(Call call)
    {
        var host = call.Host;
        if (api.CustomDomain is { } custom && host.Equals(custom.Name, StringComparison.OrdinalIgnoreCase))
            return FindByBasePath(call, custom);

        var meant = IsApiName(host) || ((IsEndpointName(host) || IsHere(host)) && IsNamedByHeader(call, optional: IsHere(host)));
        return meant ? FindByStage(call) : Refuse(call, $"no API is known as '{host}' here");
    }

    private static string DomainOf(PrivateApi api) => api.Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";

    private bool IsApiName(string host) =>
        host.Equals(DefaultHost, StringComparison.OrdinalIgnoreCase)
        || api.VpcEndpointIds.Any(endpoint => host.Equals($"{api.ApiId}-{endpoint}{_domain}", StringComparison.OrdinalIgnoreCase));

    // The endpoint's own names lead to it whatever API is meant: the header must say which.
    private bool IsEndpointName(string host) =>
        host.EndsWith(_endpointDomain, StringComparison.OrdinalIgnoreCase);

    private static bool IsHere(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host, out _);

    private bool IsNamedByHeader(Call call, bool optional) =>
        call.Headers["x-apigw-api-id"] is [{ } id] ? id == api.ApiId : optional && call.Headers["x-apigw-api-id"].Count == 0;

    private Answer? FindByStage(Call call)
    {
        var (stage, path) = call.Target.Split();
        if (stage != api.Stage.Name)
            return Refuse(call, $"no stage '{stage}': the API has '{api.Stage.Name}'");

        (call.Prefix, call.RawPath) = ("/" + stage, path.Length == 0 ? "/" : path);
        return null;
    }

    private static Answer? FindByBasePath(Call call, CustomDomain domain)
    {
        call.CustomDomain = domain;
        if (domain.BasePath.Length == 0)
            return null;

        var (basePath, path) = call.Target.Split();
        if (basePath != domain.BasePath)
            return Refuse(call, $"no base path '{basePath}': {domain.Name} has '{domain.BasePath}'");

        (call.Prefix, call.RawPath) = ("/" + basePath, path.Length == 0 ? "/" : path);
        return null;
    }

    private static Answer Refuse(Call call, string why)
    {
        call.Decision = "wrong address";
        call.Explanation = why;
        return GatewayResponses.Forbidden;
    }
}
