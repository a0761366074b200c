using System.Text;

namespace PrivateGateway.Tool;

/// <summary>What a person sees first: where the API is, and what to type.</summary>
internal static class StartupBanner
{
    public static string For(PrivateGatewayHost host, GatewayOptions options)
    {
        var api = host.Api;
        var name = $"{api.ApiId}.execute-api.{api.Region}.amazonaws.com";
        var text = new StringBuilder();
        text.AppendLine($"API {api.ApiId}, stage {api.Stage.Name}, function {api.Function.Name}");
        foreach (var (endpoint, url) in host.Urls)
            text.AppendLine($"  through {endpoint}: {new Uri(url, $"/{api.Stage.Name}/")}");

        if (host.ControlUrl is { } control)
            text.AppendLine($"  health and counters: {control}");

        foreach (var key in api.UsagePlans.SelectMany(plan => plan.Keys))
            text.AppendLine($"  API key {key.Name}: {key.Value}");

        var header = api.Methods.Any(method => method.ApiKeyRequired)
            ? $" -H 'x-api-key: {api.UsagePlans.SelectMany(plan => plan.Keys).FirstOrDefault()?.Value}'"
            : "";
        text.AppendLine("Try:");
        foreach (var url in host.Urls.Values.Take(2))
        {
            var pets = new Uri(url, $"/{api.Stage.Name}/pets/");
            text.AppendLine(host.CertificatePath is { } path
                ? $"  curl -i{header} --cacert {path} --resolve {name}:{url.Port}:{url.Host} https://{name}:{url.Port}{pets.AbsolutePath}"
                : $"  curl -i{header} {pets}");
        }

        if (options.Endpoints.Count == 1)
            text.AppendLine("  --endpoint vpce-0aaa=http://127.0.0.1:8081 --endpoint vpce-0bbb=http://127.0.0.1:8082 plays a second one, which is refused.");

        return text.Append("Ctrl+C stops it.").ToString();
    }
}
