using System.Text;
using System.Text.Json.Nodes;
using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

/// <summary>The Runtime API as Lambda's own may speak, and as it may fail.</summary>
public sealed class RuntimeApiTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly byte[] Get = Encoding.UTF8.GetBytes(ProxyEvents.Get("/echo/x"));

    [Fact]
    public async Task One_connection_serves_all_invocations()
    {
        Adapter.OursAlone("AWS's adapter has its own pool of connections");
        await using var function = LambdaFunction.Start();
        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await function.GetAsync("/status/200")).Status);

        Assert.Equal(1, function.RuntimeApi.Connections);
    }

    [Fact]
    public async Task Events_may_arrive_in_chunks_and_with_header_names_in_any_case()
    {
        await using var function = LambdaFunction.Start();
        foreach (var size in new[] { 1, 7, 100_000 })
        {
            var answer = Answer.Of(await function.RuntimeApi.InvokeAsync(new RuntimeApiEvent(Get) { ChunkSize = size, LowerCaseHeaders = true }));
            Assert.Equal("/echo/x", answer.Json.GetProperty("path").GetString());
        }
    }

    [Fact]
    public async Task Events_of_6_MB_arrive_whole()
    {
        await using var function = LambdaFunction.Start();
        // Every byte value, as 6 MB of base64 and as more than 6 MB of JSON.
        var bytes = Enumerable.Range(0, 4_500_000).Select(index => (byte)index).ToArray();
        var binary = ProxyEvents.Of("POST", "/pipe");
        binary["isBase64Encoded"] = true;
        binary["multiValueHeaders"]!["Content-Type"] = new JsonArray("application/octet-stream");
        Assert.Equal(bytes[..3_000_000], await PipeAsync(binary.With("body", Convert.ToBase64String(bytes[..3_000_000])), chunkSize: 65536));

        var text = string.Concat(Enumerable.Repeat("\"Kätzchen\" \\ 🐱\n", 100_000));
        Assert.Equal(text, Encoding.UTF8.GetString(await PipeAsync(ProxyEvents.Of("POST", "/pipe").With("body", text), chunkSize: null)));

        Assert.Equal(6_000_000, Convert.ToBase64String(bytes).Length);
        Assert.Equal(200, (await function.SendAsync(ProxyEvents.Of("GET", "/status/200").With("body", Convert.ToBase64String(bytes)))).Status);

        async Task<byte[]> PipeAsync(string payload, int? chunkSize) =>
            Answer.Of(await function.RuntimeApi.InvokeAsync(new RuntimeApiEvent(Encoding.UTF8.GetBytes(payload)) { ChunkSize = chunkSize })).Body;
    }

    [Fact]
    public async Task Nothing_in_the_execution_context_of_one_invocation_reaches_the_next()
    {
        await using var function = LambdaFunction.Start();
        for (var i = 0; i < 3; i++)
            Assert.Null((await function.GetAsync("/echo/x")).Json.GetProperty("ambient").GetString());
    }

    [Fact]
    public async Task The_trace_id_is_that_of_the_invocation()
    {
        await using var function = LambdaFunction.Start();
        Assert.Equal("Root=1-a", await TraceAsync("Root=1-a"));
        Assert.Equal("Root=1-b;Sampled=1", await TraceAsync("Root=1-b;Sampled=1"));
        Assert.Null(await TraceAsync(null));

        async Task<string?> TraceAsync(string? trace) =>
            Answer.Of(await function.RuntimeApi.InvokeAsync(new RuntimeApiEvent(Get) { TraceId = trace })).Json.GetProperty("trace").GetString();
    }

    [Fact]
    public async Task A_connection_closed_between_invocations_is_replaced()
    {
        await using var function = LambdaFunction.Start();
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, Answer.Of(await function.RuntimeApi.InvokeAsync(new RuntimeApiEvent(Get) { ClosesConnection = true })).Status);
    }

    [Theory]
    [InlineData(RuntimeApiFault.Close)]
    [InlineData(RuntimeApiFault.CloseInHead)]
    [InlineData(RuntimeApiFault.CloseInBody)]
    [InlineData(RuntimeApiFault.Babble)]
    public async Task One_broken_exchange_is_repeated(RuntimeApiFault fault)
    {
        Adapter.OursAlone("AWS's adapter ends");
        await using var function = LambdaFunction.Start();
        function.RuntimeApi.Misbehave("/next", fault);
        Assert.Equal(200, (await function.GetAsync("/status/200")).Status);
        function.RuntimeApi.Misbehave("/response", fault);
        Assert.Equal(200, (await function.GetAsync("/status/200")).Status);
    }

    [Theory]
    [InlineData("/next", RuntimeApiFault.Forbid, "refused the next invocation with status 403")]
    [InlineData("/next", RuntimeApiFault.Break, "refused the next invocation with status 500")]
    [InlineData("/response", RuntimeApiFault.Break, "refused a response with status 500")]
    public async Task A_Runtime_API_that_refuses_ends_the_process_with_one_line(string path, RuntimeApiFault fault, string line)
    {
        Adapter.OursAlone("AWS's adapter says it in other words");
        await using var function = LambdaFunction.Start();
        function.RuntimeApi.Misbehave(path, fault);
        function.RuntimeApi.Enqueue(new RuntimeApiEvent(Get));
        Assert.Equal(1, await function.Process.WaitForExitAsync(Limit));
        Assert.Single(function.Process.Output.Split('\n'), printed => printed == $"The Lambda Runtime API {line}.");
        Assert.Contains("The application has stopped.", function.Process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(function.RuntimeApi.Requests, request => request.EndsWith("/init/error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RuntimeApiFault.Close)]
    [InlineData(RuntimeApiFault.CloseInHead)]
    [InlineData(RuntimeApiFault.CloseInBody)]
    [InlineData(RuntimeApiFault.Babble)]
    public async Task A_Runtime_API_that_fails_repeatedly_ends_the_process(RuntimeApiFault fault)
    {
        await using var function = LambdaFunction.Start();
        for (var i = 0; i < 20; i++)
            function.RuntimeApi.Misbehave("/next", fault);

        Assert.NotEqual(0, await function.Process.WaitForExitAsync(Limit));
        Assert.True(function.RuntimeApi.Connections < 20);
    }

    [Fact]
    public async Task A_Runtime_API_that_stalls_is_waited_for()
    {
        Adapter.OursAlone("AWS's adapter never returns from its start");
        await using var function = LambdaFunction.Start();
        function.RuntimeApi.Misbehave("/next", RuntimeApiFault.Stall);
        await function.Process.WaitForLineAsync(line => line == "The application has started.");
        Assert.False(function.Process.HasExited);

        // And the wait can be ended.
        await function.Process.TerminateAsync();
        Assert.Equal(0, await function.Process.WaitForExitAsync(Limit));
    }

    [Fact]
    public async Task An_event_without_a_request_id_ends_the_process()
    {
        await using var function = LambdaFunction.Start();
        function.RuntimeApi.Enqueue(new RuntimeApiEvent(Get) { TellsRequestId = false });
        Assert.NotEqual(0, await function.Process.WaitForExitAsync(Limit));
    }
}
