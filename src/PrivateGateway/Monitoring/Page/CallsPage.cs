using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Features;

namespace PrivateGateway.Monitoring.Page;

/// <summary>The page of calls: a list that follows the calls, and each call with what decided it. Rendered here; its script only saves page loads.</summary>
internal sealed class CallsPage(PrivateGatewayHost host, CallHistory history)
{
    private readonly CallList _list = new(history, host);
    private readonly CallDetail _detail = new(host);
    private readonly CallReplay _replay = new(history, host);

    // The feed looks at the calls; the calls do not wait for it.
    private static readonly TimeSpan FeedInterval = TimeSpan.FromMilliseconds(250);

    private static readonly Dictionary<string, (string Type, string Text)> Files = new()
    {
        ["/calls.css"] = ("text/css", Resource("calls.css")),
        ["/calls.js"] = ("text/javascript", Resource("calls.js")),
    };

    /// <returns>False where the page has nothing at this path.</returns>
    public async Task<bool> HandleAsync(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        var path = request.Path.Value ?? "/";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        // Not no-referrer, with which browsers send no origin either: the replay asks for it.
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        var query = CallQuery.Of(request.Query);
        switch (path.Split('/'))
        {
            case ["", ""] when HttpMethods.IsGet(request.Method):
                await WriteAsync(http, Page(query, CallOf($"{request.Query["call"]}")));
                return true;
            case ["", "list"] when HttpMethods.IsGet(request.Method):
                await WriteAsync(http, _list.Page(query, null));
                return true;
            case ["", "feed"] when HttpMethods.IsGet(request.Method):
                await FollowAsync(http, query);
                return true;
            case ["", "calls", var number] when HttpMethods.IsGet(request.Method) && CallOf(number) is { } call:
                await WriteAsync(http, _detail.Of(call));
                return true;
            case ["", "calls", var number, "replay"] when HttpMethods.IsPost(request.Method) && CallOf(number) is { CanReplay: true } call:
                await ReplayAsync(http, call);
                return true;
            case [_, _] when Files.TryGetValue(path, out var file) && HttpMethods.IsGet(request.Method):
                response.ContentType = file.Type;
                await response.WriteAsync(file.Text, http.RequestAborted);
                return true;
            default:
                return false;
        }
    }

    private Html Page(CallQuery query, GatewayCall? open) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{(open is null ? "Calls" : $"{open.Method} {open.Target.Split('?')[0]}")} · private gateway</title>
          <link rel="icon" href="data:,">
          <link rel="stylesheet" href="/calls.css">
          <script src="/calls.js" type="module"></script>
        </head>
        <body>
          <header>
            <h1>Calls</h1>
            <p>{string.Join("; ", host.Apis.Select(served => $"{served.Api.LogicalId}, {string.Join(", ", served.Api.Stages.Select(stage => stage.Name))}"))}, through {string.Join(", ", host.Urls.Keys)}</p>
            <form role="search" action="/">
              <label><span>Filter</span> <input type="search" name="q" value="{query.Words}" placeholder="orders 403 vpce-0bbb" autocomplete="off" spellcheck="false"></label>
              <label><span>Show</span> <select name="only">{Option("", "all calls", query)}{Option("allowed", "allowed", query)}{Option("refused", "refused", query)}</select></label>
              <button>Apply</button>
            </form>
          </header>
          <main class="{(open is null ? "" : "open")}">
            <section id="list" aria-label="List of calls">{_list.Page(query, open?.Number)}</section>
            <section id="call" aria-label="Call" tabindex="-1">{(open is null ? Hint : _detail.Of(open))}</section>
          </main>
          <footer><kbd>j</kbd> <kbd>k</kbd> next and previous call · <kbd>/</kbd> filter · <kbd>r</kbd> replay · <kbd>c</kbd> copy as curl · <kbd>Esc</kbd> back to the list</footer>
        </body>
        </html>
        """;

    private static Html Hint => $"""<p class="empty">Choose a call to see what decided it.</p>""";

    private static Html Option(string value, string text, CallQuery query) =>
        query.Only == value ? $"""<option value="{value}" selected>{text}</option>""" : (Html)$"""<option value="{value}">{text}</option>""";

    /// <summary>Server-sent events: a row for each new call, at most a page of them at a time.</summary>
    private async Task FollowAsync(HttpContext http, CallQuery query)
    {
        http.Response.ContentType = "text/event-stream";
        var seen = Number($"{http.Request.Headers["Last-Event-ID"]}") ?? Number($"{http.Request.Query["after"]}") ?? history.Last;
        await http.Response.WriteAsync("retry: 1000\n\n", http.RequestAborted);
        using var timer = new PeriodicTimer(FeedInterval);
        try
        {
            do
            {
                var last = history.Last;
                foreach (var call in history.Newest(after: seen, before: last + 1).Where(query.Admits).Take(CallList.PageSize).Reverse())
                    await http.Response.WriteAsync($"id: {call.Number}\ndata: {CallList.Row(call, query)}\n\n", http.RequestAborted);

                seen = last;
            }
            while (await timer.WaitForNextTickAsync(http.RequestAborted));
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }
    }

    private async Task ReplayAsync(HttpContext http, GatewayCall call)
    {
        // A page of another site could post this form too; browsers say where it comes from.
        if (http.Request.Headers.Origin is not [{ } origin] || origin != $"http://{http.Request.Host}")
        {
            http.Response.StatusCode = 403;
            return;
        }

        var answered = await _replay.SendAsync(call, http.RequestAborted);
        http.Response.StatusCode = 303;
        http.Response.Headers.Location = $"/?call={(answered ?? call).Number}";
    }

    private GatewayCall? CallOf(string number) => Number(number) is { } known ? history.Find(known) : null;

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Task WriteAsync(HttpContext http, Html html)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(html.ToString(), http.RequestAborted);
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
