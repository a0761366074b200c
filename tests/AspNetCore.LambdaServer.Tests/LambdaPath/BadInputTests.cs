using System.Text.Json.Nodes;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

/// <summary>Events that API Gateway would not send. Each fails alone or is answered 400, and the next one is served.</summary>
public sealed class BadInputTests(SharedFunction shared) : IClassFixture<SharedFunction>, IAsyncLifetime
{
    private readonly LambdaFunction _function = shared.Function;

    public ValueTask InitializeAsync()
    {
        Adapter.OursAlone("AWS's adapter takes what its serializer takes");
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("{\"httpMethod\":\"GET\",\"path\":\"/\"")]
    [InlineData("{\"httpMethod\":\"GET\",\"path\":\"/\",\"body\":\"cut")]
    [InlineData("{\"httpMethod\":\"GET\",\"path\":\"/\"} {}")]
    [InlineData("{\"httpMethod\":\"GET\"}")]
    [InlineData("{\"path\":\"/\"}")]
    [InlineData("{\"httpMethod\":\"\",\"path\":\"\"}")]
    // HTTP API, payload format 2.0.
    [InlineData("{\"version\":\"2.0\",\"routeKey\":\"$default\",\"rawPath\":\"/pets\",\"requestContext\":{\"http\":{\"method\":\"GET\",\"path\":\"/pets\"}}}")]
    // SQS.
    [InlineData("{\"Records\":[{\"messageId\":\"1\",\"body\":\"{}\",\"eventSource\":\"aws:sqs\"}]}")]
    [InlineData("{\"httpMethod\":\"GET\",\"path\":\"/\",\"path\":null}")]
    public async Task A_payload_that_is_not_a_proxy_event_fails_its_invocation(string payload) => await AssertFailsAsync(payload);

    [Theory]
    [InlineData("httpMethod")]
    [InlineData("path")]
    [InlineData("resource")]
    [InlineData("headers")]
    [InlineData("multiValueHeaders")]
    [InlineData("queryStringParameters")]
    [InlineData("multiValueQueryStringParameters")]
    [InlineData("pathParameters")]
    [InlineData("requestContext")]
    [InlineData("body")]
    [InlineData("isBase64Encoded")]
    public async Task A_member_of_a_wrong_type_fails_its_invocation(string member)
    {
        foreach (var wrong in (string[])["1", "\"text\"", "[]", "[{}]", "{}", "{\"a\":1}", "{\"a\":{}}", "true"])
        {
            var source = ProxyEvents.Of("GET", "/echo/x");
            // The single-value maps are read where the others are missing.
            if (member is "headers" or "queryStringParameters")
                source[$"multiValue{char.ToUpperInvariant(member[0])}{member[1..]}"] = null;

            var outcome = await _function.InvokeAsync(source.With(member, JsonNode.Parse(wrong)));
            if (!IsOfRightType(member, wrong))
                Assert.True(outcome.IsError, $"{member}: {wrong}");
        }
    }

    [Theory]
    [InlineData("stage", "1")]
    [InlineData("path", "{}")]
    [InlineData("identity", "\"text\"")]
    [InlineData("identity", "{\"sourceIp\":1}")]
    [InlineData("authorizer", "[]")]
    public async Task A_member_of_the_request_context_of_a_wrong_type_fails_its_invocation(string member, string wrong)
    {
        var source = ProxyEvents.Of("GET", "/echo/x");
        source["requestContext"]![member] = JsonNode.Parse(wrong);
        await AssertFailsAsync(source.ToJsonString());
    }

    [Fact]
    public async Task A_body_that_is_not_the_base64_it_claims_to_be_fails_its_invocation()
    {
        foreach (var body in (string[])["not base64!", "AAA", "AA=A", "ä"])
        {
            var source = ProxyEvents.Of("POST", "/echo/x");
            source["isBase64Encoded"] = true;
            await AssertFailsAsync(source.With("body", body));
        }
    }

    [Theory]
    [InlineData("\"body\":\"\\ud800\"")]
    [InlineData("\"path\":\"/\\ud800\"")]
    [InlineData("\"multiValueHeaders\":{\"A\":[\"\\udc00\"]}")]
    [InlineData("\"multiValueQueryStringParameters\":{\"\\ud800\":[\"a\"]}")]
    public async Task A_lone_surrogate_fails_its_invocation(string member) =>
        await AssertFailsAsync($"{{\"httpMethod\":\"GET\",\"path\":\"/echo/x\",{member}}}");

    [Fact]
    public async Task The_last_of_several_duplicate_members_wins()
    {
        var answer = await _function.SendAsync(
            "{\"httpMethod\":\"GET\",\"path\":\"/a\",\"body\":\"first\",\"multiValueHeaders\":{\"A\":[\"1\"]},\"multiValueQueryStringParameters\":{\"q\":[\"1\"]},"
            + "\"httpMethod\":\"PUT\",\"path\":\"/echo/b\",\"body\":\"bGFzdA==\",\"isBase64Encoded\":true,\"multiValueHeaders\":{\"B\":[\"2\"]},\"multiValueQueryStringParameters\":null}");
        Assert.Equal("PUT", answer.Json.GetProperty("method").GetString());
        Assert.Equal("/echo/b", answer.Json.GetProperty("path").GetString());
        Assert.Equal("bGFzdA==", answer.Json.GetProperty("body").GetString());
        Assert.Equal("", answer.Json.GetProperty("query").GetString());
        Assert.False(answer.Json.GetProperty("headers").TryGetProperty("a", out _));
    }

    [Theory]
    [InlineData("X-Test", "a\r\nb: c")]
    [InlineData("X-Test", "a\nb")]
    [InlineData("X-Test", "a\rb")]
    [InlineData("X-Test", "a\0b")]
    [InlineData("X\r\nTest", "a")]
    [InlineData("X\0Test", "a")]
    [InlineData("X-Täst", "a")]
    [InlineData("X Test", "a")]
    [InlineData("", "a")]
    public async Task A_header_that_no_client_can_send_is_refused(string name, string value)
    {
        var source = ProxyEvents.Of("GET", "/echo/x");
        await AssertRefusedAsync(source.With("multiValueHeaders", new JsonObject { [name] = new JsonArray(value) }));
        source["multiValueHeaders"] = null;
        await AssertRefusedAsync(source.With("headers", new JsonObject { [name] = value }));
    }

    [Theory]
    [InlineData("GET\r\nX: y")]
    [InlineData("G T")]
    [InlineData("GÄT")]
    public async Task A_method_that_is_not_a_token_is_refused(string method) =>
        await AssertRefusedAsync(ProxyEvents.Of("GET", "/echo/x").With("httpMethod", method));

    [Theory]
    [InlineData("/echo/../secret")]
    [InlineData("/echo/./x")]
    [InlineData("/..")]
    [InlineData("/echo/%2e%2e/secret")]
    [InlineData("/echo/.%2E")]
    [InlineData("/echo/%00")]
    public async Task A_path_with_a_dot_segment_or_NUL_is_refused(string path) =>
        await AssertRefusedAsync(ProxyEvents.Get(path));

    [Theory]
    [InlineData("/echo/...")]
    [InlineData("/echo/a..b")]
    [InlineData("/echo/.well-known")]
    public async Task A_path_with_other_dots_is_served(string path) =>
        Assert.Equal(path, (await _function.GetAsync(path)).Json.GetProperty("path").GetString());

    [Fact]
    public async Task Ten_thousand_headers_arrive()
    {
        var headers = new JsonObject();
        for (var i = 0; i < 10_000; i++)
            headers[$"X-{i}"] = new JsonArray($"{i}");

        var answer = await _function.SendAsync(ProxyEvents.Of("GET", "/echo/x").With("multiValueHeaders", headers));
        Assert.Equal("9999", answer.Json.GetProperty("headers").GetProperty("x-9999")[0].GetString());
    }

    [Fact]
    public async Task Events_with_excessive_nesting_fail_their_invocation() =>
        await AssertFailsAsync($"{{\"httpMethod\":\"GET\",\"path\":\"/\",\"x\":{new string('[', 10_000)}{new string(']', 10_000)}}}");

    public async ValueTask DisposeAsync()
    {
        if (Adapter.IsOurs)
            Assert.Equal("a body", (await _function.GetAsync("/status/200")).Text);
    }

    private static bool IsOfRightType(string member, string value) => member switch
    {
        "httpMethod" or "path" or "resource" or "body" => value[0] == '"',
        "isBase64Encoded" => value == "true",
        "requestContext" => value[0] == '{',
        _ => value == "{}",
    };

    private async Task AssertFailsAsync(string payload)
    {
        var outcome = await _function.InvokeAsync(payload);
        Assert.True(outcome.IsError, outcome.Text);
        Assert.Equal("MalformedEventException", outcome.ErrorType);
        Assert.StartsWith("The event is not a REST proxy event: ", outcome.Json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    private async Task AssertRefusedAsync(string payload)
    {
        var answer = await _function.SendAsync(payload);
        Assert.Equal((400, "application/problem+json"), (answer.Status, answer.Header("Content-Type")));
        Assert.Equal(["Content-Type"], answer.Headers.Keys);
    }
}
