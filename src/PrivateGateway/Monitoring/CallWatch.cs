using PrivateGateway.Calls;

namespace PrivateGateway.Monitoring;

/// <summary>Reports each call on one line and, where asked for, its access-log line and the reason why it was refused.</summary>
/// <param name="report">Takes one line; called from many threads.</param>
internal sealed class CallWatch(Counters counters, Action<string> report, bool accessLog, bool explain)
{
    public void Finished(Call call, Answer answer, TimeSpan elapsed)
    {
        (call.Answer, call.Elapsed) = (answer, elapsed);
        var decision = call.Decision.Length > 0 ? call.Decision : answer.Message ?? "";
        counters.Count(answer.Status, decision, call.Integration is { Cold: true }, elapsed);
        report($"{Head(call)}  {decision}  {answer.Status}  {elapsed.TotalMilliseconds:0.0} ms{Start(call)}");
        if (call.Integration?.Error is { } error)
            report($"    {error}");

        if (explain && call.Explanation is { } why)
            report($"    {why}");

        if (accessLog && call.Stage.AccessLogFormat is { } format)
            report(AccessLog.Line(format, call));
    }

    public void Disconnected(Call call, Exception reason, TimeSpan elapsed)
    {
        counters.CountDisconnected();
        report($"{Head(call)}  the client disconnected ({reason.Message})  {elapsed.TotalMilliseconds:0.0} ms{Start(call)}");
    }

    /// <summary>A stream that did not reach the client completely.</summary>
    public void Cut(Call call, string reason, TimeSpan elapsed) =>
        report($"{Head(call)}  the stream was cut off ({reason})  {elapsed.TotalMilliseconds:0.0} ms");

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
