using PrivateGateway.Calls;
using PrivateGateway.Monitoring.Page;

namespace PrivateGateway.Monitoring;

/// <summary>The end of a call.</summary>
/// <param name="Decision">What allowed or refused it, or what cut it short.</param>
/// <param name="Status">Null: the client did not get a whole response.</param>
/// <param name="Error">The fault of the integration, of the connection or of the gateway.</param>
internal sealed record CallOutcome(Call Call, string Decision, int? Status, TimeSpan Elapsed, string? Error);

/// <summary>Counts each call, keeps the last ones, and reports it: on one line and, where asked for, with its access-log line and the reason why it was refused.</summary>
internal sealed class CallWatch(Counters counters, CallHistory history, GatewayOptions options)
{
    private readonly TemplateTexts _templates = options.Control is null ? TemplateTexts.None : TemplateTexts.Load(options);

    public void Finished(Call call, Answer answer, TimeSpan elapsed)
    {
        (call.Answer, call.Elapsed) = (answer, elapsed);
        var ended = new GatewayCall(call, answer, elapsed, _templates);
        counters.Count(answer.Status, ended.Decision, call.Integration is { Cold: true }, elapsed);
        history.Add(ended);
        Report(new CallOutcome(call, ended.Decision, answer.Status, elapsed, call.Integration?.Error));
        if (options.AccessLog && call.Stage.AccessLogFormat is { } format)
            options.Report(AccessLog.Line(format, call));
    }

    public void Disconnected(Call call, Exception reason, TimeSpan elapsed)
    {
        counters.CountDisconnected();
        var ended = new GatewayCall(call, null, elapsed, _templates);
        history.Add(ended);
        Report(new CallOutcome(call, ended.Decision, null, elapsed, reason.Message));
    }

    /// <summary>A stream that did not reach the client completely.</summary>
    public void Cut(Call call, string reason, TimeSpan elapsed) => Report(new CallOutcome(call, "the stream was cut off", null, elapsed, reason));

    /// <summary>A fault of the gateway itself.</summary>
    public void Failed(Call call, Exception fault) => options.Report($"{call.HttpMethod} {call.Target.Path}  {call.Endpoint.VpcEndpointId}  {fault}");

    private void Report(CallOutcome outcome)
    {
        var call = outcome.Call;
        if (options.ReportCall is { } report)
        {
            report(outcome);
            return;
        }

        var end = outcome.Status is { } status ? $"{outcome.Decision}  {status}" : $"{outcome.Decision} ({outcome.Error})";
        var start = call.Integration switch { null => "", { Cold: true } => "  cold", _ => "  warm" };
        var api = options.IsOneOfSeveral ? $"  {call.Api.ApiId}" : "";
        options.Report($"{call.HttpMethod} {call.Target.Path}  {call.Endpoint.VpcEndpointId}{api}  {end}  {outcome.Elapsed.TotalMilliseconds:0.0} ms{start}");
        if (outcome is { Status: not null, Error: { } error })
            options.Report($"    {error}");

        if (options.Explain && outcome.Status is not null && call.Explanation is { } why)
            options.Report($"    {why}");
    }
}
