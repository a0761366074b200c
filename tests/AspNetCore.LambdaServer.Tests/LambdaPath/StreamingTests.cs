using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

/// <summary>Responses that are sent while the app writes them.</summary>
public sealed class StreamingTests(StreamingFunction shared) : IClassFixture<StreamingFunction>
{
    private readonly LambdaFunction _function = shared.Function;

    [Fact]
    public async Task The_status_headers_and_first_bytes_are_sent_while_the_app_still_runs()
    {
        await using var function = StreamingFunction.Start();
        var next = new RuntimeApiEvent(ProxyEvents.Get("/stream/until-stopped")) { IsReadByTest = true };
        function.RuntimeApi.Enqueue(next);
        var stream = await next.Stream.WaitAsync(StreamingFunction.Limit, TestContext.Current.CancellationToken);

        var (status, headers, _) = StreamedAnswer.Prelude((await stream.ReadAsync())!);
        Assert.Equal(200, status);
        Assert.Equal(["a=1; path=/", "b=2; path=/"], headers["Set-Cookie"]);
        Assert.Equal("first\n", Encoding.UTF8.GetString((await stream.ReadAsync())!));

        await function.Process.TerminateAsync();
        Assert.Equal(["last\n"], await stream.ReadRestAsync());
        Assert.Empty(stream.Trailers);
        Assert.Equal(0, await function.Process.WaitForExitAsync(StreamingFunction.Limit));
    }

    [Fact]
    public async Task Each_flush_sends_a_chunk()
    {
        var next = new RuntimeApiEvent(ProxyEvents.Get("/stream/flushes")) { IsReadByTest = true };
        _function.RuntimeApi.Enqueue(next);
        var stream = await next.Stream.WaitAsync(StreamingFunction.Limit, TestContext.Current.CancellationToken);

        await stream.ReadAsync();
        Assert.Equal(["one two", "three", "rest"], await stream.ReadRestAsync());
    }

    [Fact]
    public async Task A_started_response_is_sent_without_a_body()
    {
        var next = new RuntimeApiEvent(ProxyEvents.Get("/stream/start")) { IsReadByTest = true, Deadline = DateTimeOffset.UtcNow.AddSeconds(2) };
        _function.RuntimeApi.Enqueue(next);
        var stream = await next.Stream.WaitAsync(StreamingFunction.Limit, TestContext.Current.CancellationToken);

        Assert.Equal(201, StreamedAnswer.Prelude((await stream.ReadAsync())!).Status);
        Assert.Null(await stream.ReadAsync());
        Assert.NotEmpty(stream.Trailers);
    }

    [Fact]
    public async Task A_response_of_200_MB_is_sent_in_constant_memory()
    {
        await _function.StreamAsync("/stream/bytes/1000000");
        var before = _function.Process.PeakMemory;

        var next = new RuntimeApiEvent(ProxyEvents.Get("/stream/bytes/200000000")) { IsReadByTest = true };
        _function.RuntimeApi.Enqueue(next);
        var stream = await next.Stream.WaitAsync(StreamingFunction.Limit, TestContext.Current.CancellationToken);
        var length = 0;
        await stream.ReadAsync();
        while (await stream.ReadAsync() is { } chunk)
            length += chunk.Length;

        Assert.Equal(200_000_000, length);
        Assert.InRange(_function.Process.PeakMemory - before, 0, 50_000_000);
    }

    [Fact]
    public async Task Server_sent_events_are_sent_one_by_one()
    {
        var next = new RuntimeApiEvent(ProxyEvents.Get("/stream/events")) { IsReadByTest = true };
        _function.RuntimeApi.Enqueue(next);
        var stream = await next.Stream.WaitAsync(StreamingFunction.Limit, TestContext.Current.CancellationToken);

        Assert.Equal("text/event-stream", StreamedAnswer.Prelude((await stream.ReadAsync())!).Headers["Content-Type"].Single());
        Assert.Equal(["event: count\ndata: 1\n\n", "event: count\ndata: 2\n\n", "event: count\ndata: 3\n\n"], await stream.ReadRestAsync());
    }

    [Theory]
    [InlineData("/stream/enumerable", "application/json; charset=utf-8", "[\"1\",\"2\",\"3\"]")]
    [InlineData("/stream/result", "text/plain", "a stream")]
    [InlineData("/stream/pipe-result", "text/plain", "a pipe")]
    [InlineData("/file", null, "file")]
    [InlineData("/hello.txt", "text/plain", "A file with an umlaut: ä\n")]
    [InlineData("/stream/nothing", null, "")]
    [InlineData("/stream/complete", null, "whole")]
    public async Task A_response_arrives_whole_whichever_API_writes_it(string path, string? type, string body)
    {
        var answer = await _function.StreamAsync(path);
        Assert.Equal((200, type, body), (answer.Status, answer.Header("Content-Type"), answer.Text));
        Assert.Empty(answer.Trailers!);
        Assert.Null(answer.Header("Content-Length"));
    }

    [Theory]
    [InlineData("GET", "/status/204", 204)]
    [InlineData("GET", "/status/205", 205)]
    [InlineData("GET", "/status/304", 304)]
    [InlineData("HEAD", "/head", 200)]
    public async Task A_response_whose_status_forbids_a_body_has_no_body(string method, string path, int status)
    {
        var answer = StreamedAnswer.Of(await _function.InvokeAsync(ProxyEvents.Of(method, path).ToJsonString()));
        Assert.Equal((status, 0), (answer.Status, answer.Body.Length));
        Assert.Empty(answer.Trailers!);
    }

    [Fact]
    public async Task A_compressed_response_is_sent_as_its_bytes()
    {
        var request = ProxyEvents.Of("GET", "/compressed");
        request["multiValueHeaders"]!["Accept-Encoding"] = new JsonArray("gzip");
        var answer = StreamedAnswer.Of(await _function.InvokeAsync(request.ToJsonString()));
        Assert.Equal("gzip", answer.Header("Content-Encoding"));
        using var text = new StreamReader(new GZipStream(new MemoryStream(answer.Body), CompressionMode.Decompress));
        Assert.Equal(4500, (await text.ReadToEndAsync(TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task The_response_to_a_refused_request_is_streamed_too()
    {
        var answer = await _function.StreamAsync("/echo/../secret");
        Assert.Equal((400, "application/problem+json"), (answer.Status, answer.Header("Content-Type")));
        Assert.Equal(400, answer.Json.GetProperty("status").GetInt32());
        Assert.Empty(answer.Trailers!);
    }

    [Fact]
    public async Task One_connection_serves_all_streams()
    {
        await using var function = StreamingFunction.Start();
        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await function.StreamAsync("/stream/flushes")).Status);

        Assert.Equal(1, function.RuntimeApi.Connections);
    }
}
