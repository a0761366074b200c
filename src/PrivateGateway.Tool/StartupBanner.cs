using System.Text;
using PrivateGateway.Templates;

namespace PrivateGateway.Tool;

/// <summary>What the gateway prints when it is ready: the API's URLs, its routes, and a working curl command for each.</summary>
internal static class StartupBanner
{
    private const int MostRoutes = 20;

    public static string For(PrivateGatewayHost host)
    {
        var text = new StringBuilder();
        foreach (var served in host.Apis)
            AppendAddresses(text, host, served.Api);

        if (host.ControlUrl is { } control)
            text.AppendLine($"  page of calls: {new Uri(control, "/")}\n  health and counters: {control}");

        foreach (var key in host.Apis.SelectMany(served => served.Api.UsagePlans).SelectMany(plan => plan.Keys))
            text.AppendLine($"  API key {key.Name}: {key.Value}");

        foreach (var served in host.Apis)
            AppendRoutes(text, host, served);

        return text.Append("Ctrl+C stops it.").ToString();
    }

    private static void AppendAddresses(StringBuilder text, PrivateGatewayHost host, PrivateApi api)
    {
        text.AppendLine($"API {api.ApiId}, {Listed("stage", api.Stages.Select(stage => stage.Name))}, {Listed("function", api.Functions.Select(function => function.LogicalId))}");
        foreach (var endpoint in host.Addresses.GroupBy(address => address.VpcEndpointId))
        {
            var created = api.InterfaceEndpoints.FirstOrDefault(known => known.Id == endpoint.Key)?.LogicalId is { } id ? $" ({id})" : "";
            foreach (var stage in api.Stages)
                text.AppendLine($"  through {endpoint.Key}{created}: {string.Join(", ", endpoint.Select(address => new Uri(address.Url, $"/{stage.Name}/")))}");
        }
    }

    private static void AppendRoutes(StringBuilder text, PrivateGatewayHost host, ServedApi served)
    {
        var (api, curl) = (served.Api, new CurlCommand(host, served));
        text.AppendLine(host.Apis.Count > 1 ? $"Routes of {api.ApiId}:" : "Routes:");
        foreach (var method in api.Methods.Take(MostRoutes))
            text.AppendLine($"  {method.HttpMethod} {method.ResourcePath}\n    {curl.For(method)}");

        if (api.Methods.Count > MostRoutes)
            text.AppendLine($"  and {api.Methods.Count - MostRoutes} more; --json lists them all");
    }

    private static string Listed(string noun, IEnumerable<string> names) => names.ToList() switch
    {
        [] => $"no {noun}s",
        [var one] => $"{noun} {one}",
        var several => $"{noun}s {string.Join(", ", several)}",
    };
}
