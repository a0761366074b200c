using System.Net;
using PetStore.Testing;

namespace PrivateGateway.Tests.Monitoring;

public sealed class CallsPageTests
{
    private const string Token = "eyJhbGciOiJub25lIn0.secret.token";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_has_each_call_with_its_decision_the_newest_first()
    {
        await using var host = await StartAsync();
        await CallAsync(host, "vpce-0aaa", "orders");
        await CallAsync(host, "vpce-0bbb", "orders?from=<b>");

        var page = await PageAsync(host, "/");

        Assert.Matches("(?s)/live/orders\\?from=(&lt;|%3C)b.*403</span> not allowed by resource policy.*/live/orders</a>.*200</span> allowed", page);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q=vpce-0bbb", new[] { "vpce-0bbb" })]
    [InlineData("q=ORDERS+allowed+200", new[] { "vpce-0aaa" })]
    [InlineData("only=refused", new[] { "vpce-0bbb" })]
    [InlineData("before=2", new[] { "vpce-0aaa" })]
    [InlineData("q=nothing", new string[0])]
    public async Task The_list_is_filtered(string query, string[] endpoints)
    {
        await using var host = await StartAsync();
        await CallAsync(host, "vpce-0aaa", "orders");
        await CallAsync(host, "vpce-0bbb", "orders");

        var list = await PageAsync(host, $"/list?{query}");

        Assert.Equal(endpoints, list.Split("<td>vpce-")[1..].Select(cell => $"vpce-{cell.Split('<')[0]}"));
    }

    [Fact]
    public async Task A_call_has_its_steps_and_the_lines_of_the_statement_that_decided()
    {
        await using var host = await StartAsync();
        await CallAsync(host, "vpce-0aaa", "orders");
        await CallAsync(host, "vpce-0aaa", "nowhere");

        var allowed = await PageAsync(host, "/calls/1");
        var refused = await PageAsync(host, "/?call=2");

        Assert.Equal(
            ["passed Addressing", "passed Endpoint policy", "passed Resource policy", "passed Method", "skipped Authorizer", "skipped API key", "skipped Validation", "passed Integration"],
            Steps(allowed));
        Assert.Contains("template.yaml, line 11: statement &#x27;OrdersOnly&#x27;", allowed, StringComparison.Ordinal);
        Assert.Equal(["11", "12", "13", "14", "15", "16"], allowed.Split("<mark><i>")[1..].Select(line => line.Split('<')[0]));
        Assert.Equal("stopped Method", Steps(refused)[3]);
        Assert.Equal("skipped Integration", Steps(refused)[^1]);
    }

    [Fact]
    public async Task Credentials_are_shown_nowhere_and_the_replay_sends_them()
    {
        await using var host = await StartAsync();
        using var client = host.CreateClient("vpce-0aaa");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"orders?token={Token}");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token}");
        request.Headers.TryAddWithoutValidation("x-api-key", Token);
        request.Headers.TryAddWithoutValidation("Cookie", $"session={Token}");
        using var response = await client.SendAsync(request, Cancel);

        using var replayed = await ReplayAsync(host, 1, host.ControlUrl!.GetLeftPart(UriPartial.Authority));

        var pages = await PageAsync(host, "/?call=1") + await PageAsync(host, "/calls/2");
        Assert.Contains("Authorization: Bearer ••••", WebUtility.HtmlDecode(pages), StringComparison.Ordinal);
        Assert.Contains("-H \"x-api-key: $X_API_KEY\"", WebUtility.HtmlDecode(pages), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, pages, StringComparison.Ordinal);
        Assert.Equal("/?call=2", $"{replayed.Headers.Location}");
        Assert.Contains(host.LastCalls[1].RequestHeaders, header => header.Value == $"Bearer {Token}");
        Assert.EndsWith(Token, host.LastCalls[1].Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("http://rebound.example")]
    public async Task A_page_of_another_site_cannot_replay_a_call(string? origin)
    {
        await using var host = await StartAsync();
        await CallAsync(host, "vpce-0aaa", "orders");

        using var response = await ReplayAsync(host, 1, origin);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Single(host.LastCalls);
    }

    [Fact]
    public async Task A_replayed_body_arrives_as_it_was_sent()
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with { NoFunctions = true, Control = new Uri("http://127.0.0.1:0") });
        using var body = new StringContent("{\"price\": 1.50}", System.Text.Encoding.UTF8, "application/json");
        using var first = await gateway.Client.PutAsync("a%2Fb//c?x=%20&x=2", body, Cancel);

        using var replayed = await ReplayAsync(gateway.Host, 1, gateway.Host.ControlUrl!.GetLeftPart(UriPartial.Authority));

        var (sent, again) = (gateway.Host.LastCalls[0], gateway.Host.LastCalls[1]);
        Assert.Equal((sent.Method, sent.Target), (again.Method, again.Target));
        Assert.Equal(sent.RequestBody.ToArray(), again.RequestBody.ToArray());
        Assert.Equal(sent.RequestHeaders.OrderBy(header => header.Key), again.RequestHeaders.OrderBy(header => header.Key));
    }

    [Fact]
    public async Task The_curl_command_repeats_the_call()
    {
        _ = Requires.Program("curl");
        await using var host = await StartAsync();
        using var client = host.CreateClient("vpce-0aaa");
        using var body = new StringContent("it's {\"a\": 1}");
        using var response = await client.PostAsync("orders?name=O'Neill", body, Cancel);
        var command = WebUtility.HtmlDecode((await PageAsync(host, "/calls/1")).Split("<pre id=\"curl\">")[1].Split("</pre>")[0]);

        await ChildProcess.RunAsync("sh", ["-c", command]);

        Assert.Equal((host.LastCalls[0].Method, host.LastCalls[0].Target), (host.LastCalls[1].Method, host.LastCalls[1].Target));
        Assert.Equal(host.LastCalls[0].RequestBody.ToArray(), host.LastCalls[1].RequestBody.ToArray());
    }

    [Fact]
    public async Task The_feed_sends_a_row_for_each_new_call()
    {
        await using var host = await StartAsync();
        await CallAsync(host, "vpce-0aaa", "orders/old");
        using var client = new HttpClient();
        using var reader = new StreamReader(await client.GetStreamAsync(new Uri(host.ControlUrl!, "/feed?after=1&only=refused"), Cancel));
        await CallAsync(host, "vpce-0aaa", "orders");
        await CallAsync(host, "vpce-0bbb", "orders");

        var lines = new List<string>();
        while (lines.Count < 2)
        {
            if (await reader.ReadLineAsync(Cancel) is { Length: > 0 } line && !line.StartsWith("retry", StringComparison.Ordinal))
                lines.Add(line);
        }

        Assert.Equal("id: 3", lines[0]);
        Assert.StartsWith("data: <tr class=\"refused\">", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_loaded_from_outside_and_no_code_is_inline()
    {
        await using var host = await StartAsync();
        await CallAsync(host, "vpce-0bbb", "orders");
        using var client = new HttpClient();

        using var response = await client.GetAsync(new Uri(host.ControlUrl!, "/?call=1"), Cancel);

        Assert.Equal(
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-store", $"{response.Headers.CacheControl}");
        var page = await response.Content.ReadAsStringAsync(Cancel);
        Assert.DoesNotMatch("<script(?! src=\"/)| style=| on[a-z]+=|(href|src)=\"(?!/|data:)", page);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/calls/1")]
    [InlineData("/feed")]
    public async Task The_page_answers_only_to_host_names_of_this_machine(string path)
    {
        await using var host = await StartAsync();
        await CallAsync(host, "vpce-0aaa", "orders");

        Assert.Equal(403, (await RawHttp.SendAsync(host.ControlUrl!, [$"GET {path} HTTP/1.1", "Host: rebound.example"])).Status);
    }

    private static Task<PrivateGatewayHost> StartAsync() => PrivateGatewayHost.StartAsync(
        new GatewayOptions
        {
            TemplatePath = "template.yaml",
            NoFunctions = true,
            Endpoints = [EndpointListener.Free("vpce-0aaa"), EndpointListener.Free("vpce-0bbb")],
            Control = new Uri("http://127.0.0.1:0"),
        },
        Cancel);

    private static async Task CallAsync(PrivateGatewayHost host, string endpoint, string path)
    {
        using var client = host.CreateClient(endpoint);
        using var response = await client.GetAsync(path, Cancel);
    }

    private static async Task<string> PageAsync(PrivateGatewayHost host, string path)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(host.ControlUrl!, path), Cancel);
    }

    private static async Task<HttpResponseMessage> ReplayAsync(PrivateGatewayHost host, long number, string? origin)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.ControlUrl!, $"/calls/{number}/replay"));
        if (origin is not null)
            request.Headers.Add("Origin", origin);

        return await client.SendAsync(request, Cancel);
    }

    private static List<string> Steps(string page) =>
        [.. page.Split("<li class=\"")[1..].Select(step => $"{step.Split('"')[0]} {step.Split("<strong>")[1].Split('<')[0]}")];
}
