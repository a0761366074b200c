using System.Net;
using System.Text;
using PetStore.Testing;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Integrations;

public sealed class IntegrationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mock_returns_the_response_that_its_status_code_selects()
    {
        await using var gateway = await WithAsync(new MockIntegration(
            Request("{\"statusCode\": 404}"),
            [Response(200, null, "{}"), Response(404, "4\\d\\d", "{\"error\":\"$context.httpMethod $input.params('id')\"}", ("method.response.header.X-Mock", "'yes'"))]));

        using var response = await gateway.Client.GetAsync("any?id=7", Cancel);

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Equal("""{"error":"GET 7"}""", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("yes", response.Headers.GetValues("X-Mock").Single());
        Assert.Equal(0, gateway.Host.WarmProcesses);
    }

    [Theory]
    [InlineData("{statusCode:200}", 200)]
    [InlineData("no status", 500)]
    [InlineData("{\"statusCode\": 500}", 500)]
    public async Task A_mock_without_a_usable_status_is_misconfigured(string template, int status)
    {
        await using var gateway = await WithAsync(new MockIntegration(Request(template), [Response(200, "200", null)]));

        Assert.Equal(status, (int)(await gateway.Client.GetAsync("any", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("*/*", null, 500)]
    [InlineData("*/*", "CONVERT_TO_TEXT", 200)]
    [InlineData("image/png", null, 200)]
    public async Task Where_every_media_type_is_binary_a_mock_needs_content_handling(string binary, string? handling, int status)
    {
        var mock = new MockIntegration(Request("{\"statusCode\": 200}") with { ContentHandling = handling }, [Response(200, null, null)]);
        await using var gateway = await TestGateway.StartAsync(
            api => api with { BinaryMediaTypes = [binary], Methods = [TestGateway.Method("/{proxy+}", "OPTIONS") with { Integration = mock }] });
        using var request = new HttpRequestMessage(HttpMethod.Options, "any");

        Assert.Equal(status, (int)(await gateway.Client.SendAsync(request, Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_template_with_directives_is_refused_by_name()
    {
        var failure = await Assert.ThrowsAsync<GatewayStartException>(() => WithAsync(new MockIntegration(
            Request("#if($input.params('x'))\n{\"statusCode\": 200}#end"), [Response(200, null, "$util.escapeJavaScript('x')")])));

        Assert.Contains("ANY /{proxy+}: #if($input.params('x'))", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ANY /{proxy+}: $util", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_HTTP_proxy_passes_the_request_on_and_the_response_back()
    {
        await using var backend = new CannedServer();
        await using var gateway = await WithAsync(new HttpIntegration(
            true, "ANY", "http://nlb.internal/${stageVariables.base}/{proxy}",
            new(new Dictionary<string, string> { ["integration.request.path.proxy"] = "method.request.path.proxy", ["integration.request.header.X-Stage"] = "context.stage" }, None)),
            options => options with { HttpBackends = new Dictionary<string, string> { ["http://nlb.internal"] = backend.Url.ToString().TrimEnd('/') } });
        using var request = new HttpRequestMessage(HttpMethod.Put, "a/b%20c?x=1&y=%2F") { Content = new StringContent("hello") };
        request.Headers.Add("X-Client", "curl");

        using var response = await gateway.Client.SendAsync(request, Cancel);

        Assert.Equal("ok", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("yes", response.Headers.GetValues("X-Backend").Single());
        Assert.StartsWith("PUT /app/a/b%20c?x=1&y=%2F HTTP/1.1\r\n", backend.Received, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Client: curl\r\n", backend.Received, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Stage: v1\r\n", backend.Received, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nhello", backend.Received, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\nok\r\n0\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\nok\r\n", false)]
    public async Task An_HTTP_proxy_can_stream(string answer, bool isWhole)
    {
        await using var backend = new CannedServer(answer);
        await using var gateway = await WithAsync(new HttpIntegration(true, "GET", backend.Url.ToString(), Request(null)) { Streams = true });

        using var response = await gateway.Client.GetAsync("any", HttpCompletionOption.ResponseHeadersRead, Cancel);

        Assert.Equal(200, (int)response.StatusCode);
        if (isWhole)
            Assert.Equal("ok", await response.Content.ReadAsStringAsync(Cancel));
        else
            await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task An_HTTP_integration_maps_the_backends_status()
    {
        await using var backend = new CannedServer("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\nRetry-After: 9\r\nConnection: close\r\n\r\nbusy");
        await using var gateway = await WithAsync(new HttpIntegration(false, "GET", backend.Url.ToString(), Request(null))
        {
            Responses = [Response(200, null, null), Response(429, "5\\d\\d", null, ("method.response.header.Retry-After", "integration.response.header.Retry-After"))],
        });

        using var response = await gateway.Client.GetAsync("any", Cancel);

        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal("busy", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("9", response.Headers.GetValues("Retry-After").Single());
    }

    [Theory]
    [InlineData("down", "Network error communicating with endpoint")]
    [InlineData("not http\r\n\r\n", "Network error communicating with endpoint")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\nhalf", "Network error communicating with endpoint")]
    [InlineData(null, "Endpoint request timed out")]
    public async Task A_backend_that_fails_is_504(string? answer, string message)
    {
        var backend = new CannedServer(answer);
        var url = backend.Url.ToString();
        if (answer == "down")
            await backend.DisposeAsync();

        await using var gateway = await WithAsync(new HttpIntegration(true, "GET", url, Request(null)) { Timeout = TimeSpan.FromSeconds(answer is null ? 1 : 29) });

        using var response = await gateway.Client.GetAsync("any", Cancel);

        Assert.Equal(504, (int)response.StatusCode);
        Assert.Equal($$"""{"message":"{{message}}"}""", await response.Content.ReadAsStringAsync(Cancel));
        if (answer != "down")
            await backend.DisposeAsync();
    }

    [Fact]
    public async Task A_Lambda_integration_without_proxy_maps_the_event_and_the_result()
    {
        await using var gateway = await WithAsync(new LambdaCustomIntegration(
            "scripted", Request("{\"path\":\"say/$input.params('word')\"}"), [Response(201, null, null)]));

        using var response = await gateway.Client.GetAsync("any?word=hello", Cancel);

        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal("""{"statusCode":200,"body":"said"}""", await response.Content.ReadAsStringAsync(Cancel));
        await gateway.LineAsync("[fn 1] hello");
    }

    [Fact]
    public async Task The_message_of_a_function_error_selects_the_response_of_an_integration_without_proxy()
    {
        await using var gateway = await WithAsync(new LambdaCustomIntegration(
            "scripted", Request("{\"path\":\"error\"}"), [Response(200, null, null), Response(409, ".*broke", null)]));

        using var response = await gateway.Client.GetAsync("any", Cancel);

        Assert.Equal(409, (int)response.StatusCode);
        Assert.Equal("""{"errorMessage":"it broke"}""", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_function_without_a_permission_for_API_Gateway_is_500()
    {
        await using var gateway = await TestGateway.StartAsync(api => api with { Function = api.Function with { Permissions = [] } });

        using var response = await gateway.Client.GetAsync("any", Cancel);

        Assert.Equal(500, (int)response.StatusCode);
        await gateway.LineAsync(line => line.Contains("AWS::Lambda::Permission is missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_backend_function_calls_become_requests_to_it()
    {
        await using var backend = new CannedServer();
        await using var gateway = await TestGateway.StartAsync(options: options => options with { Backend = backend.Url, FunctionDirectory = null });

        using var response = await gateway.Client.PostAsync("orders/?x=1", new StringContent("hello", Encoding.UTF8, "text/plain"), Cancel);

        Assert.Equal("ok", await response.Content.ReadAsStringAsync(Cancel));
        Assert.StartsWith("POST /orders/?x=1 HTTP/1.1\r\n", backend.Received, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Forwarded-Prefix: /v1\r\n", backend.Received, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/plain; charset=utf-8\r\n", backend.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_functions_the_response_is_the_event()
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with { NoFunctions = true, FunctionDirectory = null });

        var sentEvent = await gateway.EventOfAsync("orders?x=1");

        Assert.Equal("/orders", (string?)sentEvent["path"]);
    }

    [Fact]
    public async Task A_command_given_by_the_user_can_run_the_function()
    {
        await using var gateway = await TestGateway.StartAsync(
            api => api with { Function = api.Function with { Runtime = "java21", Code = new FunctionCode.Elsewhere("an image") } },
            options => options with
            {
                FunctionDirectory = null,
                FunctionCommands = new Dictionary<string, string> { ["Scripted"] = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "PrivateGateway.ScriptedFunction.dll")}'" },
            });

        Assert.Equal("said", await gateway.Client.GetStringAsync("say/hello", Cancel));
    }

    [Fact]
    public async Task The_path_and_the_method_select_the_stage_and_the_function()
    {
        await using var gateway = await TestGateway.StartAsync(
            api => api with
            {
                Stages = [api.Stage with { Variables = new Dictionary<string, string> { ["fn"] = "scripted" } }, api.Stage with { Name = "v2", Variables = new Dictionary<string, string> { ["fn"] = "other" } }],
                Functions = [api.Function, api.Function with { LogicalId = "Other", Name = "other" }],
                Methods = [TestGateway.Method("/{proxy+}") with { Integration = new LambdaProxyIntegration("${stageVariables.fn}") }],
                ResourcePolicy = TestGateway.Policy("""[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}]"""),
            });

        Assert.Equal("said", await gateway.Client.GetStringAsync("/v1/say/hello", Cancel));
        Assert.Equal("said", await gateway.Client.GetStringAsync("/v2/say/hello", Cancel));

        await gateway.LineAsync("[Scripted 1] hello");
        await gateway.LineAsync("[Other 1] hello");
        Assert.Equal(HttpStatusCode.Forbidden, (await gateway.Client.GetAsync("/v3/say/hello", Cancel)).StatusCode);
    }

    private static IReadOnlyDictionary<string, string> None => new Dictionary<string, string>();

    private static IntegrationRequest Request(string? template) =>
        new(None, template is null ? None : new Dictionary<string, string> { ["application/json"] = template }) { ContentHandling = "CONVERT_TO_TEXT" };

    private static IntegrationResponse Response(int status, string? pattern, string? template, params (string Name, string Value)[] parameters) => new(
        status, pattern, parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value),
        template is null ? None : new Dictionary<string, string> { ["application/json"] = template });

    private static Task<TestGateway> WithAsync(Integration integration, Func<GatewayOptions, GatewayOptions>? options = null) => TestGateway.StartAsync(
        api => api with
        {
            Methods = [TestGateway.Method("/{proxy+}") with { Integration = integration }],
            Stage = api.Stage with { Variables = new Dictionary<string, string> { ["base"] = "app" } },
        },
        options);
}
