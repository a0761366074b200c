using System.Globalization;
using System.Text;

namespace PrivateGateway.Monitoring.Page;

/// <summary>One call: its way through the gateway, the statement that decided, and what came and went.</summary>
internal sealed class CallDetail(PrivateGatewayHost host)
{
    public Html Of(GatewayCall call) => Of(call, new Secrets(call));

    private Html Of(GatewayCall call, Secrets secrets) =>
        $"""
        <article aria-labelledby="call-title">
          <a class="back" href="/">All calls</a>
          <h2 id="call-title"><span class="method">{call.Method}</span> {secrets.Target}</h2>
          <p class="verdict {CallList.Tone(call)}"><span class="status">{(call.Status is { } status ? $"{status}" : "–")}</span> {call.Decision}</p>
          <dl class="facts">
            {Fact("Through", call.VpcEndpointId)}{Fact("From", call.SourceIp)}{Fact("Signed by", call.AccessRequest is { IsSigned: true } signed ? signed.Signer ?? "unknown" : "nobody")}
            {Fact("Came", call.Received.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture))}{Fact("Took", $"{call.Elapsed.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms")}{Fact("Request id", call.RequestId)}
          </dl>
          <div class="actions">
            {(call.CanReplay ? Replay(call) : TooLarge)}
            <button type="button" data-copy="curl">Copy as curl</button>
            <output id="copied"></output>
          </div>
          <h3>The way through the gateway</h3>
          <ol class="way">{CallWay.Of(call).Select(step => Step(call, step))}</ol>
          <h3>Request</h3>
          <pre>{Message(secrets, $"{call.Method} {secrets.Target} HTTP/1.1", call.RequestHeaders, secrets.Text(BodyText.Of(call.RequestBody)))}</pre>
          {(call.Event.IsEmpty ? null : Event(call, secrets))}
          <h3>Answer</h3>
          <pre>{Message(secrets, $"{(call.Status is { } code ? $"{code}" : "none: the client disconnected")}", call.AnswerHeaders, call.IsStream ? "(a stream, which is not kept)" : secrets.Text(BodyText.Of(call.AnswerBody)))}</pre>
          <details><summary>As a curl command</summary><pre id="curl">{CurlCommand.For(call, secrets, host.Urls[call.VpcEndpointId], host.CertificatePath)}</pre></details>
        </article>
        """;

    private static Html TooLarge => $"<p>Longer than 1 MB: it was not kept whole, and cannot be replayed.</p>";

    private static Html Replay(GatewayCall call) => $"""<form method="post" action="/calls/{call.Number}/replay"><button>Replay</button></form>""";

    private static Html Fact(string name, string value) => $"<div><dt>{name}</dt><dd>{value}</dd></div>";

    private static Html Event(GatewayCall call, Secrets secrets) => $"<h3>Event</h3><pre>{secrets.Text(BodyText.Of(call.Event))}</pre>";

    private static Html Step(GatewayCall call, WayStep step) =>
        $"""
        <li class="{Class(step)}"><strong>{step.Name}</strong><span class="unseen">{Word(step)}</span>
          {(step.Text.Length == 0 ? null : Text(step.Text))}
          {(step.DecidedBy?.Line is { } line && (step.Policy == "endpoint policy" ? call.Templates.Endpoints : call.Templates.Api)?.Around(line) is { } excerpt ? Excerpt(excerpt, step) : null)}
        </li>
        """;

    private static string Class(WayStep step) => step.State switch { StepState.Passed => "passed", StepState.Refused => "stopped", _ => "skipped" };

    private static string Word(WayStep step) => step.State switch { StepState.Passed => ", passed", StepState.Refused => ", stopped the call", _ => ", not taken" };

    private static Html Text(string text) => $"<p>{text}</p>";

    private static Html Excerpt(TemplateExcerpt excerpt, WayStep step) =>
        $"""
        <figure><figcaption>{excerpt.File}, line {excerpt.From}: {step.DecidedBy!.Name}</figcaption><pre class="lines">{excerpt.Lines.Select((text, i) => Line(excerpt, excerpt.First + i, text))}</pre></figure>
        """;

    private static Html Line(TemplateExcerpt excerpt, int number, string text) => number >= excerpt.From && number <= excerpt.To
        ? $"<mark><i>{number}</i>{text}\n</mark>"
        : (Html)$"<span><i>{number}</i>{text}\n</span>";

    private static string Message(Secrets secrets, string first, IReadOnlyList<KeyValuePair<string, string>> headers, string body)
    {
        var text = new StringBuilder(first).Append('\n');
        foreach (var (name, value) in headers)
            text.Append(CultureInfo.InvariantCulture, $"{name}: {secrets.Header(name, value)}\n");

        return body.Length == 0 ? text.ToString() : text.Append('\n').Append(body).ToString();
    }
}
