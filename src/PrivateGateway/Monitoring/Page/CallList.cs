using PrivateGateway.Calls;

namespace PrivateGateway.Monitoring.Page;

/// <summary>Which calls the list shows.</summary>
/// <param name="Words">Each must be part of the call's method, path, endpoint, status or decision.</param>
/// <param name="Only"><c>allowed</c>, <c>refused</c>, or empty for both.</param>
/// <param name="Before">Calls older than this one; 0: the newest.</param>
internal sealed record CallQuery(string Words, string Only, long Before)
{
    public static CallQuery Of(IQueryCollection query) => new(
        $"{query["q"]}".Trim(), $"{query["only"]}" switch { "allowed" => "allowed", "refused" => "refused", _ => "" }, long.TryParse(query["before"], out var before) ? before : 0);

    public bool Admits(GatewayCall call) =>
        (Only.Length == 0 || Only == (CallList.IsAllowed(call) ? "allowed" : "refused"))
        && Words.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => $"{call}".Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>A link to this list.</summary>
    public string Url(long? call = null, long? before = null)
    {
        var query = new QueryString();
        if (Words.Length > 0)
            query = query.Add("q", Words);
        if (Only.Length > 0)
            query = query.Add("only", Only);
        if ((before ?? Before) is > 0 and var older)
            query = query.Add("before", $"{older}");
        if (call is { } number)
            query = query.Add("call", $"{number}");

        return query.HasValue ? $"/{query}" : "/";
    }
}

/// <summary>The list of calls, the newest first.</summary>
internal sealed class CallList(CallHistory history, PrivateGatewayHost host)
{
    public const int PageSize = 100;

    /// <summary>Whether the gateway let the call through to the integration.</summary>
    public static bool IsAllowed(GatewayCall call) => call.Step == CallStep.Integration;

    public Html Page(CallQuery query, long? open)
    {
        var calls = history.Newest(before: query.Before > 0 ? query.Before : long.MaxValue).Where(query.Admits).Take(PageSize + 1).ToList();
        var shown = calls.Take(PageSize).ToList();
        return $"""
            <table>
              <caption class="unseen">Calls, the newest first</caption>
              <thead><tr><th scope="col">Time</th><th scope="col">Call</th><th scope="col">Endpoint</th><th scope="col">Decision</th><th scope="col" class="number">ms</th></tr></thead>
              <tbody data-last="{history.Last}">{shown.Select(call => Row(call, query, call.Number == open))}</tbody>
            </table>
            {(shown.Count > 0 ? null : Empty(query))}
            {Pages(query, calls.Count > PageSize ? shown[^1].Number : null)}
            """;
    }

    /// <summary>One line, as a message of the feed is.</summary>
    public static Html Row(GatewayCall call, CallQuery query, bool isOpen = false) =>
        $"""<tr class="{Tone(call)}"><td class="time">{call.Received.ToLocalTime().ToString("HH:mm:ss")}</td><td class="call"><a href="{query.Url(call.Number)}" data-call="{call.Number}"{(isOpen ? Current : null)}><span class="method">{call.Method}</span> {new Secrets(call).Target}</a></td><td>{call.VpcEndpointId}</td><td><span class="status">{(call.Status is { } status ? $"{status}" : "–")}</span> {call.Decision}</td><td class="number">{call.Elapsed.TotalMilliseconds.ToString("0.0")}</td></tr>""";

    public static string Tone(GatewayCall call) => !IsAllowed(call) ? "refused" : call.Status is null or >= 500 ? "failed" : "allowed";

    private static Html Current => $" aria-current=\"true\"";

    private Html Empty(CallQuery query) => query.Words.Length > 0 || query.Only.Length > 0 || query.Before > 0
        ? $"""<p class="empty">No kept call is like that.</p>"""
        : (Html)$"""<div class="empty"><p>No calls yet. The first one appears here as it comes.</p><pre>curl -i {host.StageUrl.AbsoluteUri}</pre></div>""";

    private static Html Pages(CallQuery query, long? older) =>
        $"""<nav aria-label="Pages">{(query.Before > 0 ? Link(query.Url(before: 0), "Newest calls") : null)}{(older is { } before ? Link(query.Url(before: before), "Older calls") : null)}</nav>""";

    private static Html Link(string url, string text) => $"""<a href="{url}">{text}</a>""";
}
