using System.Text.Json.Nodes;
using PrivateGateway.Calls;
using PrivateGateway.Monitoring.Page;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Monitoring;

/// <summary>A call that the gateway has answered: who called, what was decided, and why.</summary>
public sealed class GatewayCall
{
    // Longer texts are cut for display; a longer request cannot be replayed.
    private const int MostShown = 64 * 1024;
    private const int MostReplayed = 1024 * 1024;

    private readonly AccessDecision? _access;
    private readonly string? _explanation;

    /// <param name="answer">Null where the client disconnected first.</param>
    /// <param name="templates">The templates that it was decided by.</param>
    internal GatewayCall(Call call, Answer? answer, TimeSpan elapsed, TemplateTexts templates)
    {
        (ApiId, RequestId, Received, Elapsed) = (call.Api.ApiId, call.RequestId, call.Received, elapsed);
        (VpcEndpointId, SourceIp, Method, Target) = (call.Endpoint.VpcEndpointId, call.SourceIp, call.HttpMethod, call.RawTarget);
        Status = answer?.Status;
        Decision = answer is null ? "the client disconnected" : call.Decision.Length > 0 ? call.Decision : answer.Message ?? "";
        (_access, _explanation) = (call.Access, call.Explanation);
        (Templates, AskAgain) = (templates, call.AskAgain);
        (Step, Stage, MethodOfApi, AccessRequest) = (call.Step, call.IsAddressed ? call.Stage : null, call.Method, call.AccessRequest);
        (Authorizer, ApiKey, Integration) = (call.AuthorizerContext, call.ApiKey, call.Integration);
        RequestHeaders = [.. call.Headers.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value ?? ""))];
        CanReplay = call.Body.Length <= MostReplayed && call.Http.Request.ContentLength is not > MostReplayed;
        RequestBody = CanReplay ? call.Body : Shown(call.Body);
        Event = Shown(call.Event);
        (AnswerHeaders, AnswerBody, IsStream) = (answer?.Headers ?? [], Shown(answer?.Body ?? default), answer?.Stream is not null);
        Size = 1024 + RequestBody.Length + Event.Length + AnswerBody.Length + (2 * RequestHeaders.Sum(header => header.Key.Length + header.Value.Length));
    }

    /// <summary>1 for the first call since the start.</summary>
    public long Number { get; internal set; }

    /// <summary>The API that the call came to; where it named none, the gateway's first.</summary>
    public string ApiId { get; }

    /// <summary>The response's <c>x-amzn-RequestId</c>.</summary>
    public string RequestId { get; }

    /// <summary>When it came.</summary>
    public DateTimeOffset Received { get; }

    /// <summary>From the request's first byte until the response was ready.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The endpoint that it came through.</summary>
    public string VpcEndpointId { get; }

    /// <summary>The value of <c>aws:VpcSourceIp</c>.</summary>
    public string SourceIp { get; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>Path and query as they were sent, with the stage.</summary>
    public string Target { get; }

    /// <summary>Null where the client disconnected before the response.</summary>
    public int? Status { get; }

    /// <summary><c>allowed</c>, or what refused the call: <c>denied by resource policy</c>, <c>no valid API key</c>.</summary>
    public string Decision { get; }

    /// <summary>The statement that allowed or denied the call; null where none applied, or where another step refused the call.</summary>
    public PolicyStatement? DecidedBy => Deciding?.Policy?.DecidedBy;

    /// <summary>What decided, in one sentence.</summary>
    public string Reason => _explanation ?? (Deciding is { } access ? $"{access.DecidedBy}: {access.Reason}" : Decision);

    // Policies that allow a call do not decide it where a later step refuses it.
    private AccessDecision? Deciding => Decision == "allowed" || _access is { IsAllowed: false } ? _access : null;

    internal TemplateTexts Templates { get; }

    /// <summary>The decision of each policy that was asked; null where none was.</summary>
    internal Func<IReadOnlyList<AccessDecision>>? AskAgain { get; }

    internal CallStep Step { get; }

    /// <summary>Null where host and path do not lead to one.</summary>
    internal ApiStage? Stage { get; }

    internal ApiMethod? MethodOfApi { get; }

    internal AccessRequest? AccessRequest { get; }

    internal JsonObject? Authorizer { get; }

    internal ApiKey? ApiKey { get; }

    internal IntegrationOutcome? Integration { get; }

    internal IReadOnlyList<KeyValuePair<string, string>> RequestHeaders { get; }

    internal bool CanReplay { get; }

    internal ReadOnlyMemory<byte> RequestBody { get; }

    internal ReadOnlyMemory<byte> Event { get; }

    internal IReadOnlyList<KeyValuePair<string, string>> AnswerHeaders { get; }

    internal ReadOnlyMemory<byte> AnswerBody { get; }

    internal bool IsStream { get; }

    /// <summary>About how many bytes it takes in memory.</summary>
    internal int Size { get; }

    /// <summary>Method, target, endpoint, status, decision.</summary>
    public override string ToString() => $"{Method} {Target}  {VpcEndpointId}  {Status}  {Decision}";

    // A slice would keep the whole array.
    private static ReadOnlyMemory<byte> Shown(ReadOnlyMemory<byte> text) => text.Length <= MostShown ? text : text[..MostShown].ToArray();
}
