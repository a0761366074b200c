using System.Text.Json;
using PetStore.Testing;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Cases;

/// <summary>
/// Small templates of private APIs with one feature each, and the responses that AWS gives. A call is the first or second endpoint (a, b), a method, a
/// path followed by a header, a status, and a part of the response.
/// </summary>
public sealed class CaseTests
{
    private const string Denied = "with an explicit deny";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("01-no-parameters.json", "a GET /dev/ 200", "b GET /dev/ 200")]
    [InlineData("02-parameters-all-defaulted.json", "a GET /dev/ 200")]
    [InlineData("03-yaml.yaml", "a GET /dev/ 200")]
    [InlineData("04-implicit-api.json", "a GET /Prod/ 200")]
    [InlineData("05-intrinsic-vpce-whitelist.json", "a GET /dev/ 200", "b GET /dev/ 403 " + Denied)]
    [InlineData("vpce-whitelist-with-path-parameters.json", "a GET /dev/orders/7 200", "a PUT /dev/orders/7/lines/8/9 200", "b GET /dev/orders/7 403 " + Denied)]
    // SAM puts the name of the function, or each letter of the parameter, into the policy as an endpoint.
    [InlineData("vpce-whitelist-by-a-function.json", "a GET /dev/ 403 " + Denied, "b GET /dev/ 403 " + Denied)]
    [InlineData("vpce-whitelist-by-a-list-parameter.json", "a GET /dev/ 403 " + Denied, "b GET /dev/ 403 " + Denied)]
    // SAM writes no statement where it finds no literal id.
    [InlineData("vpc-whitelist-by-a-function.json", "a GET /dev/ 200", "b GET /dev/ 200")]
    [InlineData("07-source-vpc-blacklist.json", "a GET /dev/ 200", "b GET /dev/ 403")]
    // The short forms of SAM's policies keep the slash, so that only calls with it match; API Gateway's resource has none.
    [InlineData("path-with-a-trailing-slash.json", "a GET /dev/orders/ 200", "a OPTIONS /dev/orders/ 200", "b GET /dev/orders/ 403 " + Denied, "a GET /dev/orders 403")]
    [InlineData("streaming-event.json", "a GET /dev/ 200")]
    [InlineData("10-event-level-resource-policy.json", "b GET /dev/closed 403", "a GET /dev/closed 200", "b GET /dev/open 200", "a GET /dev/open 200")]
    [InlineData("11-two-functions.json", "a GET /dev/a 200", "a GET /dev/b 200")]
    [InlineData("13-two-stages.json", "a GET /dev/ 200", "a GET /prod/ 200")]
    [InlineData("second-stage-of-a-sam-api.json", "a GET /dev/ 200", "a GET /prod/ 200")]
    [InlineData("14-mock.json", "a GET /dev/ 200 {\"status\":\"up\"}")]
    [InlineData("15-cors.json", "a OPTIONS /dev/ 200 access-control-allow-origin: *", "a GET /dev/ 200")]
    [InlineData("preflight-authorizer-by-a-text.json", "a OPTIONS /dev/ 403 Missing Authentication Token", "a GET /dev/ 403 Missing Authentication Token")]
    [InlineData("17-lambda-non-proxy.json", "a GET /dev/?id=7 200 {\\u0022id\\u0022: \\u00227\\u0022}")]
    [InlineData("21-request-validator.json", "a GET /dev/ 400 {\"message\":\"Missing required request parameters: [id]\"}", "a GET /dev/?id=1 200")]
    [InlineData("validator-of-a-referenced-parameter.json", "a GET /dev/ 400 Missing required request parameters: [id]", "a GET /dev/?id=1 200", "a POST /dev/ 400 Invalid request body")]
    [InlineData("default-body-of-a-gateway-response.json", "a GET /dev/nothing 404 {\"message\":\"Missing Authentication Token\"}")]
    [InlineData("23-gateway-response.json", "a GET /dev/ 418 {\"oops\":1}")]
    [InlineData("24-sam-stage-logical-id.json", "a GET /dev/ 200")]
    [InlineData("25-getatt-not-needed.json", "a GET /dev/ 200")]
    [InlineData("27-fn-cidr.json", "a GET /dev/ 200")]
    [InlineData("28-import-value-not-needed.json", "a GET /dev/ 200")]
    [InlineData("environment-that-only-aws-knows.json", "a GET /dev/ 200")]
    [InlineData("30-ssm-parameter-type.json", "a GET /dev/ 200")]
    // SAM does not add a permission for a method of an OpenAPI body.
    [InlineData("31-aws-include.json", "a GET /dev/ 500")]
    [InlineData("include-of-resources.json", "a GET /dev/ 200", "a GET /dev/b 200")]
    [InlineData("include-of-sections.json", "a GET /dev/ 200")]
    [InlineData("include-over-written-paths.json", "a GET /dev/ 200", "a OPTIONS /dev/never-created 403 Missing Authentication Token")]
    [InlineData("32-definition-uri-local.json", "a GET /dev/ 200")]
    [InlineData("36-dotnet-class-library-handler.json", "a GET /dev/ 200")]
    [InlineData("38-image-function.json", "a GET /dev/ 200")]
    [InlineData("40-no-lambda-permission.json", "a GET /dev/ 500 {\"message\":\"Internal server error\"}")]
    [InlineData("41-disable-execute-api-endpoint.json", "a GET /dev/ 403 {\"message\":\"Forbidden\"}")]
    [InlineData("disable-execute-api-endpoint-of-openapi-3.json", "a GET /dev/ 403 {\"message\":\"Forbidden\"}")]
    [InlineData("private-by-an-import-parameter.json", "a GET /dev/ 200")]
    [InlineData("44-method-throttling.json", "a GET /dev/ 200")]
    [InlineData("45-sam-custom-domain.json", "a GET /:host=api.example.internal 200")]
    [InlineData("regional-domain.json", "a GET /orders/:host=api.example.internal 200", "a GET /:host=api.example.internal 403 {\"message\":\"Forbidden\"}")]
    // SAM takes every text and every function for true.
    [InlineData("api-key-required-by-a-text.json", "a GET /dev/ 403 {\"message\":\"Forbidden\"}")]
    [InlineData("event-api-key-required-by-a-condition.json", "a GET /dev/ 403 {\"message\":\"Forbidden\"}")]
    [InlineData("ignored-security-and-validator.json", "a GET /dev/ 200", "a GET /dev/bearer 200", "a GET /dev/validated 200", "a GET /dev/key 403 {\"message\":\"Forbidden\"}")]
    [InlineData("ignored-globals.json", "a GET /dev/ 200")]
    [InlineData("48-policy-vpce-positive-control.json", "a GET /dev/ 200", "b GET /dev/ 403")]
    [InlineData("49-body-policy-and-auth-policy.json", "a GET /dev/ 500", "b GET /dev/ 403 " + Denied)]
    [InlineData("51-code-in-s3-with-function.json", "a GET /dev/ 500")]
    public Task Calls_get_the_responses_that_AWS_gives(string template, params string[] calls) =>
        AssertCallsAsync(template, calls, options => options with { NoFunctions = true });

    [Fact]
    public async Task A_function_that_starts_needs_every_value_of_its_environment_that_is_not_given()
    {
        var refused = await Assert.ThrowsAsync<GatewayStartException>(() => StartAsync("environment-that-only-aws-knows.json", options => options));
        Assert.Contains("Give it with --value '!ImportValue orders-table=...'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("{{resolve:secretsmanager:orders:SecretString:key}}", refused.Message, StringComparison.Ordinal);

        var one = await Assert.ThrowsAsync<GatewayStartException>(() => StartAsync(
            "environment-that-only-aws-knows.json", options => options with { Environment = new Dictionary<string, string> { ["KEY"] = "k" } }));
        Assert.DoesNotContain("secretsmanager", one.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("34-node-inline.json", "node")]
    [InlineData("35-python-inline.json", "python3")]
    [InlineData("37-lambda-zipfile.json", "python3")]
    public Task Inline_code_runs(string template, string program)
    {
        _ = Requires.Program(program);
        return AssertCallsAsync(template, ["a GET /dev/ 200 hi"], options => options);
    }

    [Theory]
    [InlineData("18-token-authorizer.json", "a GET /dev/ 401 {\"message\":\"Unauthorized\"}", "a GET /dev/:Authorization=x 500")]
    [InlineData("event-without-the-default-authorizer.json", "a GET /dev/ 401 {\"message\":\"Unauthorized\"}", "a GET /dev/open 200")]
    [InlineData("19-request-authorizer.json", "a GET /dev/ 401 {\"message\":\"Unauthorized\"}")]
    public Task Authorizers_need_their_identity_source(string template, params string[] calls) =>
        AssertCallsAsync(template, calls, options => options with { NoFunctions = true });

    [Fact]
    public async Task An_HTTP_proxy_returns_the_backends_response()
    {
        await using var backend = new CannedServer();

        await AssertCallsAsync("16-http-proxy.json", ["a GET /dev/ 200 ok"], options => options with
        {
            HttpBackends = new Dictionary<string, string> { ["http://127.0.0.1:18990"] = backend.Url.ToString().TrimEnd('/') },
        });
    }

    [Fact]
    public async Task The_endpoint_that_the_template_creates_is_let_in()
    {
        await using var host = await StartAsync("39-own-vpc-endpoint.json", options => options with { NoFunctions = true, Endpoints = [], FirstPort = 0 });
        var created = Assert.Single(host.Apis[0].Api.InterfaceEndpoints).Id;

        Assert.Equal([created], host.Urls.Keys);
        await AssertCallAsync(host, "a GET /dev/ 200");
        await AssertCallsAsync("39-own-vpc-endpoint.json", ["a GET /dev/ 403", "b GET /dev/ 200"], options => options with
        {
            NoFunctions = true,
            Endpoints = [EndpointListener.Free("vpce-0aaa"), EndpointListener.Free(created)],
        });
    }

    [Theory]
    [InlineData("*", "a GET /dev/ 200", "b GET /dev/ 200")]
    [InlineData("arn:aws:execute-api:us-east-1:123456789012:other00000/*", "a GET /dev/ 403", "b GET /dev/ 403")]
    public async Task An_endpoint_template_gives_the_policy_of_every_endpoint(string resource, params string[] calls)
    {
        using var directory = new TestDirectory();
        var template = await File.ReadAllTextAsync(PathOf("54-endpoint-template-of-ones-own.json"), Cancel);
        directory.Write("endpoint.json", template.Replace("\"Resource\": \"*\"", $"\"Resource\": \"{resource}\"", StringComparison.Ordinal));

        await AssertCallsAsync("01-no-parameters.json", calls, options => options with
        {
            NoFunctions = true,
            EndpointTemplatePath = Path.Combine(directory.Path, "endpoint.json"),
        });
    }

    [Fact]
    public async Task A_usage_plan_enforces_its_key_and_its_quota()
    {
        await using var host = await StartAsync("47-usage-plan-positive-control.json", options => options with { NoFunctions = true });
        var key = host.Apis[0].Api.UsagePlans[0].Keys[0].Value;

        await AssertCallAsync(host, "a GET /dev/ 403 {\"message\":\"Forbidden\"}");
        await AssertCallAsync(host, $"a GET /dev/:x-api-key={key} 200");
        await AssertCallAsync(host, $"a GET /dev/:x-api-key={key} 429 {{\"message\":\"Limit Exceeded\"}}");
    }

    private static async Task AssertCallsAsync(string template, string[] calls, Func<GatewayOptions, GatewayOptions> adjust)
    {
        await using var host = await StartAsync(template, adjust);
        foreach (var call in calls)
            await AssertCallAsync(host, call);
    }

    private static string PathOf(string template) => Path.Combine(AppContext.BaseDirectory, "Cases", template);

    private static Task<PrivateGatewayHost> StartAsync(string template, Func<GatewayOptions, GatewayOptions> adjust) =>
        PrivateGatewayHost.StartAsync(
            adjust(new GatewayOptions
            {
                TemplatePath = PathOf(template),
                Endpoints = [EndpointListener.Free("vpce-0aaa"), EndpointListener.Free("vpce-0bbb")],
                InitTimeout = TimeSpan.FromMinutes(1),
            }),
            Cancel);

    private static async Task AssertCallAsync(PrivateGatewayHost host, string call)
    {
        var words = call.Split(' ', 5);
        var target = words[2].Split(':', 2);
        List<string> head = [$"{words[1]} {target[0]} HTTP/1.1"];
        if (target.Length == 2)
            head.Add(target[1].Replace("=", ": ", StringComparison.Ordinal));
        if (!head.Exists(line => line.StartsWith("host:", StringComparison.OrdinalIgnoreCase)))
            head.Add("Host: localhost");

        var response = await RawHttp.SendAsync(host.Urls.Values.ElementAt(words[0] == "a" ? 0 : 1), head);

        Assert.Equal((call, words[3]), (call, $"{response.Status}"));
        if (words.Length == 5)
            Assert.Contains(words[4], $"{string.Join('\n', response.Head)}\n{response.Body}", StringComparison.OrdinalIgnoreCase);
    }
}
