using System.Text.Json;
using PetStore.Testing;

namespace PrivateGateway.Tests.Cases;

/// <summary>
/// Small templates of private APIs with one feature each, and what AWS answers. A call is an endpoint, a method, a path with headers
/// behind it, and the status with a part of the answer.
/// </summary>
public sealed class CaseTests
{
    private const string Denied = "with an explicit deny";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("01-no-parameters.json", "a GET /dev/ 200", "b GET /dev/ 200")]
    [InlineData("02-parameters-all-defaulted.json", "a GET /dev/ 200")]
    [InlineData("11-two-functions.json", "a GET /dev/a 200", "a GET /dev/b 200")]
    [InlineData("13-two-stages.json", "a GET /dev/ 200", "a GET /prod/ 200")]
    [InlineData("14-mock.json", "a GET /dev/ 200 {\"status\":\"up\"}")]
    [InlineData("17-lambda-non-proxy.json", "a GET /dev/?id=7 200 {\\u0022id\\u0022: \\u00227\\u0022}")]
    [InlineData("36-dotnet-class-library-handler.json", "a GET /dev/ 200")]
    [InlineData("38-image-function.json", "a GET /dev/ 200")]
    [InlineData("40-no-lambda-permission.json", "a GET /dev/ 500 {\"message\":\"Internal server error\"}")]
    [InlineData("41-disable-execute-api-endpoint.json", "a GET /dev/ 403 {\"message\":\"Forbidden\"}")]
    [InlineData("44-method-throttling.json", "a GET /dev/ 200")]
    [InlineData("48-policy-vpce-positive-control.json", "a GET /dev/ 200", "b GET /dev/ 403")]
    [InlineData("51-code-in-s3-with-function.json", "a GET /dev/ 500")]
    public Task Calls_get_the_answers_of_AWS(string template, params string[] calls) =>
        AssertCallsAsync(template, calls, options => options with { NoFunctions = true });

    [Theory]
    [InlineData("34-node-inline.json", "node")]
    [InlineData("35-python-inline.json", "python3")]
    [InlineData("37-lambda-zipfile.json", "python3")]
    public Task Inline_code_runs(string template, string program)
    {
        _ = Requires.Program(program);
        return AssertCallsAsync(template, ["a GET /dev/ 200 hi"], options => options);
    }

    [Fact]
    public async Task An_HTTP_proxy_answers_what_the_backend_answers()
    {
        await using var backend = new TestBackend();

        await AssertCallsAsync("16-http-proxy.json", ["a GET /dev/ 200 ok"], options => options with
        {
            HttpBackends = new Dictionary<string, string> { ["http://127.0.0.1:18990"] = backend.Url.ToString().TrimEnd('/') },
        });
    }

    [Fact]
    public async Task A_usage_plan_counts()
    {
        await using var host = await StartAsync("47-usage-plan-positive-control.json", options => options with { NoFunctions = true });
        var key = host.Api.UsagePlans[0].Keys[0].Value;

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

    private static Task<PrivateGatewayHost> StartAsync(string template, Func<GatewayOptions, GatewayOptions> adjust) =>
        PrivateGatewayHost.StartAsync(
            adjust(new GatewayOptions
            {
                TemplatePath = Path.Combine(AppContext.BaseDirectory, "Cases", template),
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

        var response = await RawHttp.SendAsync(host.Urls[words[0] == "a" ? "vpce-0aaa" : "vpce-0bbb"], head);

        Assert.Equal((call, words[3]), (call, $"{response.Status}"));
        if (words.Length == 5)
            Assert.Contains(words[4], $"{string.Join('\n', response.Head)}\n{response.Body}", StringComparison.OrdinalIgnoreCase);
    }
}
