using Microsoft.Extensions.Time.Testing;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Authorizers;

public sealed class LambdaAuthorizerTests
{
    private const string Silent = """[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/v1/DELETE/*"}]""";
    private const string Open = """[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}]""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, Silent, 401, """{"message":"Unauthorized"}""")]
    [InlineData("unauthorized", Silent, 401, """{"message":"Unauthorized"}""")]
    [InlineData("not matching!", Silent, 401, """{"message":"Unauthorized"}""")]
    [InlineData("deny", Open, 403, """{"Message":"User is not authorized to access this resource with an explicit deny"}""")]
    [InlineData("elsewhere", Silent, 403, """{"Message":"User is not authorized to access this resource"}""")]
    [InlineData("elsewhere", Open, 200, null)]
    [InlineData("allow", Silent, 200, null)]
    [InlineData("nonsense", Silent, 500, """{"message":null}""")]
    [InlineData("huge", Silent, 500, """{"message":null}""")]
    [InlineData("exit", Silent, 500, """{"message":null}""")]
    public async Task The_authorizers_policy_and_the_API_policy_are_evaluated_together(string? token, string policy, int status, string? body)
    {
        await using var gateway = await StartAsync(Token(), api => api with { ResourcePolicy = TestGateway.Policy(policy) });

        using var response = await GetAsync(gateway, token);

        Assert.Equal(status, (int)response.StatusCode);
        if (body is not null)
            Assert.Equal(body, await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task An_explicit_deny_in_the_API_policy_refuses_a_call_before_the_authorizer_runs()
    {
        await using var gateway = await StartAsync(Token());
        using var request = new HttpRequestMessage(HttpMethod.Get, gateway.Through("vpce-0bbb", "/v1/any")) { Headers = { { "X-Auth", "allow" } } };

        using var response = await gateway.Client.SendAsync(request, Cancel);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.DoesNotContain(gateway.Lines, line => line.Contains("authorizing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_event_has_the_context_as_text()
    {
        await using var gateway = await StartAsync(Token());
        using var request = new HttpRequestMessage(HttpMethod.Get, "any") { Headers = { { "X-Auth", "allow" } } };

        var authorizer = (await gateway.EventOfAsync(request))["requestContext"]!["authorizer"]!;

        Assert.Equal("""{"principalId":"somebody","number":"7","flag":"true","text":"x"}""", authorizer.ToJsonString());
    }

    [Fact]
    public async Task An_authorizer_result_is_cached_for_its_TTL()
    {
        var time = new FakeTimeProvider();
        await using var gateway = await StartAsync(Token() with { ResultTtl = TimeSpan.FromMinutes(5) }, options: options => options with { Time = time });

        for (var call = 0; call < 3; call++)
            Assert.Equal(200, (int)(await GetAsync(gateway, "allow")).StatusCode);

        Assert.Single(gateway.Lines, line => line.EndsWith("authorizing allow", StringComparison.Ordinal));
        time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(200, (int)(await GetAsync(gateway, "allow")).StatusCode);
        await gateway.Client.GetAsync("nowhere", Cancel);
        Assert.Equal(2, gateway.Lines.Count(line => line.EndsWith("authorizing allow", StringComparison.Ordinal)));
    }

    // API Gateway stops waiting before the function's timeout, or the function's timeout ends it.
    [Theory]
    [InlineData(60, 29, "authorizer: its function did not answer in time", 1)]
    [InlineData(5, 5, "authorizer: TimedOut: Task timed out after 5.00 seconds", 0)]
    public async Task An_authorizer_that_hangs_is_500(int timeout, int elapsed, string explanation, int processes)
    {
        var time = new FakeTimeProvider();
        await using var gateway = await StartAsync(
            Token(),
            api => api with { Function = api.Function with { Timeout = TimeSpan.FromSeconds(timeout) } },
            options => options with { Time = time, Explain = true });
        var call = GetAsync(gateway, "hang");
        await gateway.LineAsync("[fn 1] authorizing hang");

        time.Advance(TimeSpan.FromSeconds(elapsed));
        using var response = await call;

        Assert.Equal("""500 {"message":null}""", $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Cancel)}");
        await gateway.LineAsync($"    {explanation}");
        Assert.Equal(processes, gateway.Host.WarmProcesses);
    }

    [Fact]
    public async Task A_REQUEST_authorizer_gets_the_request()
    {
        await using var gateway = await StartAsync(Token() with { IsToken = false, ValidationExpression = null, IdentitySources = ["method.request.header.x-auth", "method.request.querystring.id"] });

        using var missing = await GetAsync(gateway, "allow");
        using var request = new HttpRequestMessage(HttpMethod.Get, "any?id=1") { Headers = { { "x-auth", "allow" } } };
        using var response = await gateway.Client.SendAsync(request, Cancel);

        Assert.Equal(401, (int)missing.StatusCode);
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task The_authorizer_can_supply_the_API_key()
    {
        await using var gateway = await StartAsync(Token(), api => api with
        {
            ApiKeyFromAuthorizer = true,
            Methods = [api.Methods[0] with { ApiKeyRequired = true }],
            UsagePlans = [new UsagePlan("plan", null, null, null, null, [new ApiKey("keyid1", "shop", "a-secret-key", true)]) { Stages = [new("v1", [])] }],
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "any") { Headers = { { "X-Auth", "allow" } } };

        Assert.Equal("keyid1", (string?)(await gateway.EventOfAsync(request))["requestContext"]!["identity"]!["apiKeyId"]);
    }

    [Fact]
    public async Task A_fixed_context_stands_in_for_the_authorizer()
    {
        await using var gateway = await StartAsync(Token(), options: options => options with { AuthorizerContext = new Dictionary<string, string> { ["tenant"] = "blue" } });

        var authorizer = (await gateway.EventOfAsync("any"))["requestContext"]!["authorizer"]!;

        Assert.Equal("blue", (string?)authorizer["tenant"]);
    }

    [Fact]
    public async Task Gateway_responses_in_the_template_customize_401_and_403()
    {
        await using var gateway = await StartAsync(Token(), api => api with
        {
            GatewayResponses = new Dictionary<string, GatewayResponse>
            {
                ["UNAUTHORIZED"] = new(418, new Dictionary<string, string> { ["X-Why"] = "'no token'", ["X-Path"] = "method.request.path.proxy" },
                    new Dictionary<string, string> { ["application/json"] = "{\"m\":$context.error.messageString,\"t\":\"$context.error.responseType\"}" }),
                ["DEFAULT_4XX"] = new(null, new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "'*'" }, new Dictionary<string, string>()),
            },
        });

        using var unauthorized = await GetAsync(gateway, null);
        using var denied = await GetAsync(gateway, "deny");

        Assert.Equal(418, (int)unauthorized.StatusCode);
        Assert.Equal("no token", unauthorized.Headers.GetValues("X-Why").Single());
        Assert.Equal("any", unauthorized.Headers.GetValues("X-Path").Single());
        Assert.Equal("""{"m":"Unauthorized","t":"UNAUTHORIZED"}""", await unauthorized.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(403, (int)denied.StatusCode);
        Assert.Equal("*", denied.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("explicit deny", await denied.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private static LambdaAuthorizer Token() => new("auth01", "Tokens", "scripted", true, ["method.request.header.X-Auth"], TimeSpan.Zero)
    {
        ValidationExpression = "[a-z]+",
    };

    private static Task<TestGateway> StartAsync(
        LambdaAuthorizer authorizer, Func<PrivateApi, PrivateApi>? adjust = null, Func<GatewayOptions, GatewayOptions>? options = null) => TestGateway.StartAsync(
        api =>
        {
            api = api with { Methods = [TestGateway.Method("/{proxy+}") with { Authorization = MethodAuthorization.Custom, Authorizer = authorizer }] };
            return adjust?.Invoke(api) ?? api;
        },
        options);

    private static async Task<HttpResponseMessage> GetAsync(TestGateway gateway, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "any");
        if (token is not null)
            request.Headers.TryAddWithoutValidation("X-Auth", token);

        return await gateway.Client.SendAsync(request, Cancel);
    }
}
