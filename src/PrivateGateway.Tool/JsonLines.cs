using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PrivateGateway.Monitoring;

namespace PrivateGateway.Tool;

/// <summary>The output of <c>--json</c>: one object a line, each with its kind in <c>event</c>. The README describes the members.</summary>
internal static class JsonLines
{
    // Keeps '+', '&' and quotes readable: the lines are not embedded in HTML.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Log(string message) => Line("log", new { message });

    public static string Process(string function, int processId) => Line("process", new { function, processId });

    /// <summary>The first API's members are in the line itself, those of the others in <c>otherApis</c>.</summary>
    public static string Ready(PrivateGatewayHost host)
    {
        var declared = host.Apis.SelectMany(served => served.Api.InterfaceEndpoints).ToLookup(endpoint => endpoint.Id, endpoint => endpoint.LogicalId);
        var gateway = new
        {
            processId = Environment.ProcessId,
            endpoints = host.Addresses.GroupBy(address => address.VpcEndpointId).Select(endpoint => new
            {
                vpcEndpointId = endpoint.Key,
                logicalId = declared[endpoint.Key].FirstOrDefault(),
                urls = endpoint.Select(address => address.Url),
            }),
            control = host.ControlUrl,
            certificate = host.CertificatePath,
            otherApis = host.Apis.Skip(1).Select(served => Api(host, served)),
        };
        return Line("ready", Api(host, host.Apis[0]), gateway);
    }

    public static string Call(CallOutcome outcome)
    {
        var call = outcome.Call;
        return Line("call", new
        {
            time = call.Received,
            requestId = call.RequestId,
            apiId = call.Api.ApiId,
            vpcEndpointId = call.Endpoint.VpcEndpointId,
            sourceIp = call.SourceIp,
            method = call.HttpMethod,
            path = call.Target.Path,
            decision = outcome.Decision,
            reason = call.Explanation,
            status = outcome.Status,
            milliseconds = Math.Round(outcome.Elapsed.TotalMilliseconds, 2),
            function = call.Integration is { } integration ? new { integration.RequestId, integration.Status, integration.Cold, milliseconds = Math.Round(integration.Latency.TotalMilliseconds, 2) } : null,
            error = outcome.Error,
        });
    }

    public static string Stop(Counters counters) => Line("stop", new { counters = counters.ToJson() });

    private static object Api(PrivateGatewayHost host, ServedApi served)
    {
        var (api, curl) = (served.Api, new CurlCommand(host, served));
        return new
        {
            apiId = api.ApiId,
            host = served.Addressing.DefaultHost,
            stages = api.Stages.Select(stage => stage.Name),
            functions = api.Functions.Select(function => function.LogicalId),
            apiKeys = api.UsagePlans.SelectMany(plan => plan.Keys).Select(key => new { name = key.Name, value = key.Value }),
            routes = api.Methods.Select(method => new { method = method.HttpMethod, path = method.ResourcePath, curl = curl.For(method) }),
        };
    }

    private static string Line(string kind, params object[] members)
    {
        var line = new JsonObject { ["event"] = kind };
        foreach (var (name, value) in members.SelectMany(part => JsonSerializer.SerializeToNode(part, JsonSerializerOptions.Web)!.AsObject()))
            line[name] = value?.DeepClone();

        return line.ToJsonString(Readable);
    }
}
