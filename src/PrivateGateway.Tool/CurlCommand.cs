using System.Net;
using PrivateGateway.Calls;
using PrivateGateway.Checks;
using PrivateGateway.Templates;

namespace PrivateGateway.Tool;

/// <summary>A working curl command for a route: through an endpoint that the policies allow, with all that API Gateway asks of the request.</summary>
/// <param name="served">One of the gateway's APIs.</param>
internal sealed class CurlCommand(PrivateGatewayHost host, ServedApi served)
{
    private readonly string? _key = served.Api.UsagePlans.SelectMany(plan => plan.Keys).FirstOrDefault(key => key.Enabled)?.Value;

    /// <summary>Path parameters, and the parameters that the method requires, have their own name as their value.</summary>
    public string For(ApiMethod method)
    {
        var path = method.ResourcePath.Replace("+}", "", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
        var words = new List<string> { "curl -i" };
        if (method.HttpMethod is not ("GET" or "ANY"))
            words.Add(method.HttpMethod == "HEAD" ? "--head" : $"-X {method.HttpMethod}");
        if (method.ApiKeyRequired && _key is not null)
            words.Add($"-H 'x-api-key: {_key}'");
        if (method.Authorization == MethodAuthorization.AwsIam)
            words.Add($"--aws-sigv4 aws:amz:{served.Api.Region}:execute-api --user AKIDEXAMPLE:secret");

        var required = Required(method).Distinct().ToLookup(parameter => parameter.In, parameter => parameter.Name);
        words.AddRange(required["header"].Select(name => $"-H '{name}: {name}'"));
        var query = string.Join('&', required["querystring"].Select(name => $"{name}={name}"));
        var url = Address(method, path, words);
        words.Add(query.Length > 0 ? $"'{url}?{query}'" : url);
        return string.Join(' ', words);
    }

    private string Address(ApiMethod method, string path, List<string> words)
    {
        var listener = host.Addresses.FirstOrDefault(address => IsAllowed(address, method, path)) ?? host.Addresses[0];
        var (name, prefix) = served.Api is { DisableExecuteApiEndpoint: true, CustomDomain: { } domain }
            ? (domain.Name, string.Join('/', new[] { domain.BasePath, domain.Stage is null ? served.Api.Stage.Name : "" }.Where(part => part.Length > 0)))
            : (served.Addressing.DefaultHost, served.Api.Stage.Name);
        var url = new Uri(listener.Url, $"/{prefix}{(prefix.Length > 0 ? path : path.TrimStart('/'))}");
        if (host.CertificatePath is { } certificate && url.Scheme == "https")
        {
            words.Add($"--cacert {certificate} --resolve {name}:{url.Port}:{url.Host}");
            return new UriBuilder(url) { Host = name }.Uri.AbsoluteUri;
        }

        if (name != served.Addressing.DefaultHost)
            words.Add($"-H 'Host: {name}'");
        else if (host.Apis.Count > 1)
            words.Add($"-H '{Addressing.IdHeader}: {served.Api.ApiId}'");

        return url.AbsoluteUri;
    }

    private bool IsAllowed(EndpointListener listener, ApiMethod method, string path) => served.Check
        .With(new CheckOptions
        {
            VpcEndpointIds = [listener.VpcEndpointId],
            SourceIps = [$"{host.SourceIp ?? IPAddress.Loopback}"],
            Stage = served.Api.Stage.Name,
            Method = method.HttpMethod == "ANY" ? "GET" : method.HttpMethod,
            Path = path,
        })
        .Rows().Any(row => row.IsAllowed);

    private static IEnumerable<RequestParameter> Required(ApiMethod method) =>
        (method.Authorizer?.Credentials ?? []).Concat(method.Validation?.RequiredParameters ?? []);
}
