using PetStore.Api.Telemetry;
using PetStore.Api.Tests.RealProcess;
using PetStore.Testing;
using static PetStore.Api.Tests.Telemetry.OtlpReceiver;

namespace PetStore.Api.Tests.Telemetry;

public sealed class TelemetryTests : IDisposable
{
    private const string TraceId = "5759e988bd862e3fe1be46a994272793";
    private const string SpanId = "53995c3f42cd8ad8";

    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory.File("petstore.db");

    [Fact]
    public async Task Traces_metrics_and_logs_of_a_request_arrive()
    {
        using var receiver = new OtlpReceiver();
        await using var store = await StoreProcess.StartAsync(Database, receiver.Environment);

        var answer = await store.SendAsync(HttpMethod.Get, "/pets/2", null, ("traceparent", $"00-{TraceId}-{SpanId}-01"));

        Assert.Equal(200, answer.Status);
        await receiver.WaitForAsync("traces", Text("petstore"), Text("GET /pets/{petId}"), Convert.FromHexString(TraceId), Convert.FromHexString(SpanId));
        await receiver.WaitForAsync("metrics", Text("http.server.request.duration"));
        await receiver.WaitForAsync("logs", Text(answer.Header("X-Request-Id")!), Convert.FromHexString(TraceId));
    }

    [Fact]
    public async Task On_Lambda_the_invocations_trace_is_the_parent_and_everything_is_sent_before_the_next_event()
    {
        using var receiver = new OtlpReceiver();
        await using var runtimeApi = RuntimeApi.Start();
        var variables = receiver.Environment.Where(variable => !variable.Name.EndsWith("DELAY", StringComparison.Ordinal)).ToDictionary(variable => variable.Name, variable => (string?)variable.Value);
        foreach (var (name, value) in runtimeApi.Environment)
            variables[name] = value;

        variables["Storage__Sqlite__Path"] = Database;
        variables["OTEL_BSP_SCHEDULE_DELAY"] = "600000";
        await using var function = ChildProcess.Start("dotnet", [StoreProcess.Program], variables, _directory.Path);

        await runtimeApi.InvokeAsync(new RuntimeApiEvent(Text("""
            {"resource":"/{proxy+}","path":"/pets/2","httpMethod":"GET","headers":{"Host":"x"},"multiValueHeaders":{"Host":["x"]},
             "requestContext":{"path":"/v1/pets/2","stage":"v1","requestId":"r","identity":{"sourceIp":"10.0.0.1"}},"isBase64Encoded":false}
            """))
        {
            TraceId = $"Root=1-{TraceId[..8]}-{TraceId[8..]};Parent={SpanId};Sampled=1",
        });

        await receiver.WaitForAsync("traces", Text("GET /pets/{petId}"), Convert.FromHexString(TraceId), Convert.FromHexString(SpanId));
    }

    [Fact]
    public async Task OpenTelemetry_is_not_loaded_without_an_endpoint()
    {
        if (!OperatingSystem.IsLinux())
            Requires.Skip("Only Linux lists the files that a process has mapped.");

        await using var store = await StoreProcess.StartAsync(Database);
        await store.GetAsync("/pets");

        var loaded = await File.ReadAllTextAsync($"/proc/{store.Id}/maps", TestContext.Current.CancellationToken);
        Assert.Contains("PetStore.Api.dll", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("OpenTelemetry", loaded, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1", "00-" + TraceId + "-" + SpanId + "-01")]
    [InlineData("Sampled=0; Parent=53995c3f42cd8ad8; Root=1-5759e988-bd862e3fe1be46a994272793", "00-" + TraceId + "-" + SpanId + "-00")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Lineage=1:a:0", "00-" + TraceId + "-" + SpanId + "-00")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793", null)]
    [InlineData("Root=2-x;Parent=53995c3f42cd8ad8;Sampled=1", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void X_Rays_header_becomes_a_traceparent(string? header, string? traceParent)
    {
        Assert.Equal(traceParent, LambdaTrace.TraceParent(header));
    }

    public void Dispose() => _directory.Dispose();
}
