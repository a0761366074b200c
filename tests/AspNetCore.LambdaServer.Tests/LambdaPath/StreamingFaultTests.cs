using System.Globalization;
using System.Text.Json.Nodes;
using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

/// <summary>Streams that break. The client sees it, the app is told, and the next invocation is clean.</summary>
public sealed class StreamingFaultTests(StreamingFunction shared) : IClassFixture<StreamingFunction>, IAsyncLifetime
{
    private readonly LambdaFunction _function = shared.Function;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_exception_after_the_first_bytes_is_reported_in_the_trailers()
    {
        var answer = await _function.StreamAsync("/stream/throw");
        Assert.Equal((200, "half of "), (answer.Status, answer.Text));
        // The type has a letter, the message has line ends, that cannot stand in a header.
        Assert.Equal("Exception", answer.Trailers!["lambda-runtime-function-error-type"]);
        Assert.Equal("Kätzchen 🐱\r\nInjected: 1", answer.Error!.Value.GetProperty("errorMessage").GetString());
        Assert.Equal(2, answer.Trailers.Count);
    }

    [Theory]
    [InlineData("/throw", 500)]
    [InlineData("/stream/many-headers", 500)]
    [InlineData("/header?value=a%0Ab", 500)]
    public async Task A_response_that_fails_before_its_first_byte_is_a_problem(string path, int status)
    {
        var answer = await _function.StreamAsync(path);
        Assert.Equal((status, "application/problem+json"), (answer.Status, answer.Header("Content-Type")));
        Assert.Single(answer.Headers);
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
        Assert.Empty(answer.Trailers!);
    }

    [Theory]
    [InlineData("/stream/abort")]
    [InlineData("/stream/short")]
    public async Task A_response_that_is_cut_short_by_the_app_has_trailers(string path) =>
        Assert.NotNull((await _function.StreamAsync(path)).Error);

    [Fact]
    public async Task Bytes_written_after_the_end_of_a_stream_do_not_arrive()
    {
        var answer = await _function.StreamAsync("/stream/complete");
        Assert.Equal("whole", answer.Text);
        Assert.Null(answer.Error);
    }

    [Fact]
    public async Task A_task_that_outlives_its_request_cannot_write_into_the_next_response()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.StartsWith("mine", (await _function.StreamAsync("/stream/left-behind")).Text, StringComparison.Ordinal);
            Assert.Equal("one twothreerest", (await _function.StreamAsync("/stream/flushes")).Text);
        }
    }

    [Fact]
    public async Task A_stream_that_never_ends_is_aborted_before_the_deadline()
    {
        var next = new RuntimeApiEvent(ProxyEvents.Get("/stream/deaf")) { Deadline = DateTimeOffset.UtcNow.AddSeconds(2) };
        var outcome = await _function.RuntimeApi.InvokeAsync(next);

        // With trailers, or with the connection if a write took too long to stop: not as if it were whole.
        Assert.NotEqual(0, outcome.Trailers?.Count);
    }

    [Fact]
    public async Task A_write_that_blocks_ends_before_the_deadline()
    {
        var next = new RuntimeApiEvent(ProxyEvents.Get("/stream/deaf")) { IsReadByTest = true, Deadline = DateTimeOffset.UtcNow.AddSeconds(3) };
        _function.RuntimeApi.Enqueue(next);
        var stream = await next.Stream.WaitAsync(StreamingFunction.Limit, TestContext.Current.CancellationToken);

        try
        {
            // Nobody reads: the app can write no more than the sockets' buffers hold.
            Assert.InRange(await WrittenAsync(next), 0, 50_000_000);
        }
        finally
        {
            stream.Close();
        }
    }

    [Fact]
    public async Task A_client_that_disconnects_stops_the_writing()
    {
        var next = new RuntimeApiEvent(ProxyEvents.Get("/stream/deaf")) { IsReadByTest = true };
        _function.RuntimeApi.Enqueue(next);
        var stream = await next.Stream.WaitAsync(StreamingFunction.Limit, TestContext.Current.CancellationToken);
        await stream.ReadAsync();
        await stream.ReadAsync();
        stream.Close();
        await WrittenAsync(next);
    }

    [Fact]
    public async Task A_disconnected_client_is_detected_while_the_app_waits()
    {
        var next = new RuntimeApiEvent(ProxyEvents.Get("/stream/start")) { IsReadByTest = true };
        _function.RuntimeApi.Enqueue(next);
        var stream = await next.Stream.WaitAsync(StreamingFunction.Limit, TestContext.Current.CancellationToken);
        stream.Close();
    }

    [Theory]
    [InlineData(413)]
    [InlineData(400)]
    public async Task A_Runtime_API_that_refuses_the_rest_of_a_stream_stops_the_writing(int status)
    {
        var next = new RuntimeApiEvent(ProxyEvents.Get("/stream/deaf")) { IsReadByTest = true };
        _function.RuntimeApi.Enqueue(next);
        var stream = await next.Stream.WaitAsync(StreamingFunction.Limit, TestContext.Current.CancellationToken);
        await stream.ReplyAsync(status);
        await WrittenAsync(next);
        await _function.Process.WaitForLineAsync(
            line => line.EndsWith($"Invocation {next.RequestId}: the Lambda Runtime API did not accept the response.", StringComparison.Ordinal));
        stream.Close();
    }

    [Fact]
    public async Task A_connection_closed_between_event_and_stream_is_replaced()
    {
        var next = new RuntimeApiEvent(ProxyEvents.Get("/stream/flushes")) { ClosesConnection = true };
        Assert.Equal("one twothreerest", StreamedAnswer.Of(await _function.RuntimeApi.InvokeAsync(next)).Text);
    }

    [Fact]
    public async Task An_event_that_is_not_a_request_fails_its_invocation() =>
        Assert.True((await _function.InvokeAsync(new JsonObject().ToJsonString())).IsError);

    public async ValueTask DisposeAsync() => Assert.Equal("one twothreerest", (await _function.StreamAsync("/stream/flushes")).Text);

    /// <summary>What the app says when its write has failed, after its request was aborted.</summary>
    private async Task<long> WrittenAsync(RuntimeApiEvent invocation)
    {
        var line = await _function.Process.WaitForLineAsync(line => line.StartsWith(invocation.RequestId, StringComparison.Ordinal));
        Assert.EndsWith("aborted: True", line, StringComparison.Ordinal);
        return long.Parse(line.Split(' ', ',')[3], CultureInfo.InvariantCulture);
    }
}

/// <summary>The test app with response streaming, for all tests of a class.</summary>
public sealed class StreamingFunction : IAsyncLifetime
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public LambdaFunction Function { get; private set; } = null!;

    public static LambdaFunction Start()
    {
        Adapter.OursAlone("AWS's adapter ends a broken stream as if it were whole, and needs a preview of its package");
        return LambdaFunction.Start(("Streaming", "true"));
    }

    public ValueTask InitializeAsync()
    {
        Function = Start();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => Function.DisposeAsync();
}
