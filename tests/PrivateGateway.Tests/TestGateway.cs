using System.Text.Json.Nodes;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests;

/// <summary>A gateway in front of the scripted function, with a client; records every line that the gateway prints.</summary>
public sealed class TestGateway : IAsyncDisposable
{
    private readonly ReportedLines _lines;

    private TestGateway(PrivateGatewayHost host, HttpClient client, ReportedLines lines)
    {
        Host = host;
        Client = client;
        _lines = lines;
    }

    internal PrivateGatewayHost Host { get; }

    /// <summary>Its base address is the stage's root, through the first endpoint.</summary>
    public HttpClient Client { get; }

    /// <summary>The lines that the gateway has printed so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines.SoFar;

    /// <summary>Waits until the gateway prints this line.</summary>
    public Task LineAsync(string line) => _lines.WaitForAsync(reported => reported == line);

    public Task LineAsync(Func<string, bool> condition) => _lines.WaitForAsync(condition);

    /// <summary>A private API that lets vpce-0aaa in, with / and /{proxy+}, all media binary.</summary>
    internal static PrivateApi Api { get; } = new()
    {
        ApiId = "abcdefghij",
        Region = "eu-west-1",
        AccountId = "123456789012",
        Stage = new ApiStage("v1", new Dictionary<string, string>(), null, null, null),
        ResourcePolicy = Policy(
            """
            [{"Sid":"AllowInvoke","Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"},
             {"Sid":"DenyOthers","Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*",
              "Condition":{"StringNotEquals":{"aws:SourceVpce":["vpce-0aaa"]}}}]
            """),
        VpcEndpointIds = ["vpce-0aaa"],
        Methods = [Method("/"), Method("/{proxy+}")],
        BinaryMediaTypes = ["*/*"],
        UsagePlans = [],
        Function = new LambdaFunction("Scripted", "scripted")
        {
            Handler = "PrivateGateway.ScriptedFunction",
            Runtime = "dotnet10",
            Code = new FunctionCode.Local("."),
            Timeout = TimeSpan.FromSeconds(20),
            MemoryMegabytes = 512,
        },
    };

    internal static ApiMethod Method(string path, string method = "ANY", bool key = false, bool iam = false) =>
        new(path, method, key, iam ? MethodAuthorization.AwsIam : MethodAuthorization.None, new LambdaProxyIntegration("scripted"));

    internal static PolicyDocument Policy(string statements) => PolicyReader.Read(
        JsonNode.Parse($$"""{"Version":"2012-10-17","Statement":{{statements}}}""")!, PolicyPlace.Api("arn:aws:execute-api:eu-west-1:123456789012:abcdefghij"));

    internal static async Task<TestGateway> StartAsync(
        Func<PrivateApi, PrivateApi>? api = null, Func<GatewayOptions, GatewayOptions>? options = null)
    {
        var lines = new ReportedLines();
        var given = new GatewayOptions
        {
            Endpoints = [EndpointListener.Free("vpce-0aaa"), EndpointListener.Free("vpce-0bbb")],
            FunctionDirectory = AppContext.BaseDirectory,
            Report = lines.Add,
        };
        var host = await PrivateGatewayHost.StartAsync(
            options?.Invoke(given) ?? given, api?.Invoke(Api) ?? Api, TestContext.Current.CancellationToken);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        return new TestGateway(host, new HttpClient(handler) { BaseAddress = host.StageUrl }, lines);
    }

    /// <summary>The same path through another endpoint.</summary>
    public Uri Through(string endpoint, string path) => new(Host.Urls[endpoint], path);

    /// <summary>The event that the function receives for a request.</summary>
    public async Task<JsonNode> EventOfAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    public Task<JsonNode> EventOfAsync(string path) => EventOfAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        // To a client, a script that fails by accident looks like one that was told to fail.
        Assert.DoesNotContain(Lines, line => line.Contains("Unhandled exception", StringComparison.Ordinal));
    }
}
