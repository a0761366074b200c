using PrivateGateway.Calls;
using PrivateGateway.Templates;

namespace PrivateGateway.Monitoring;

/// <summary>What people see of the calls: a line each, on request the template's access log and the reasons of refusals.</summary>
/// <param name="report">Takes one line; called from many threads.</param>
internal sealed class CallWatch(PrivateApi api, Counters counters, Action<string> report, bool accessLog, bool explain)
{
    private readonly AccessLog? _accessLog = accessLog && api.Stage.AccessLogFormat is { } format ? new AccessLog(api, format) : null;

    public void Finished(Call call, Answer answer, TimeSpan elapsed)
    {
        var decision = call.Decision.Length > 0 ? call.Decision : answer.Message ?? "";
        counters.Count(answer.Status, decision, call.Integration is { Cold: true }, elapsed);
        report($"{Head(call)}  {decision}  {answer.Status}  {elapsed.TotalMilliseconds:0.0} ms{Start(call)}");
        if (call.Integration?.Error is { } error)
            report($"    {error}");

        if (explain && call.Explanation is { } why)
            report($"    {why}");

        if (_accessLog is not null)
            report(_accessLog.Line(call, answer, elapsed));
    }

    public void Disconnected(Call call, Exception reason, TimeSpan elapsed)
    {
        counters.CountDisconnected();
        report($"{Head(call)}  the client disconnected ({reason.Message})  {elapsed.TotalMilliseconds:0.0} ms{Start(call)}");
    }

    /// <summary>A fault of the gateway itself.</summary>
    public void Failed(Call call, Exception fault) => report($"{Head(call)}  {fault}");

    private static string Head(Call call) => $"{call.HttpMethod} {call.Target.Path}  {call.Endpoint.VpcEndpointId}";

    private static string Start(Call call) => call.Integration switch
    {
        null => "",
        { Cold: true } => "  cold",
        _ => "  warm",
    };
}
