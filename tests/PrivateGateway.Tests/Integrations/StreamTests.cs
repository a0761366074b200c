using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using PetStore.Testing;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Integrations;

public sealed class StreamTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_arrives_with_the_status_headers_and_cookies_of_its_prelude()
    {
        await using var gateway = await StreamingAsync();

        using var response = await gateway.Client.GetAsync("stream/one/two", Cancel);

        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal("yes", response.Headers.GetValues("x-streamed").Single());
        Assert.Equal("a=1", response.Headers.GetValues("Set-Cookie").Single());
        Assert.True(response.Headers.TransferEncodingChunked);
        Assert.Equal("onetwo", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Bytes_are_passed_on_as_they_come()
    {
        await using var gateway = await StreamingAsync();

        using var response = await gateway.Client.GetAsync("stream/one/pause/two", HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        var first = new byte[3];
        await body.ReadExactlyAsync(first, Cancel);

        Assert.Equal("one", Encoding.ASCII.GetString(first));
        Assert.DoesNotContain("[fn 1] paused", gateway.Lines);
        Assert.Equal("two", await new StreamReader(body).ReadToEndAsync(Cancel));
    }

    [Theory]
    [InlineData("stream/one/error", "Script.Late: {\"errorMessage\":\"too late\"}")]
    [InlineData("stream/one/exit", "")]
    public async Task A_stream_that_breaks_off_does_not_look_complete(string path, string reason)
    {
        await using var gateway = await StreamingAsync();

        using var response = await gateway.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancel);

        Assert.Equal(201, (int)response.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(Cancel));
        await gateway.LineAsync(line => line.Contains($"the stream was cut off ({reason}", StringComparison.Ordinal));
        Assert.Equal("fine", await gateway.Client.GetStringAsync("stream/fine", Cancel));
    }

    [Theory]
    [InlineData(true, "pid")]
    [InlineData(true, "stream/bare/text")]
    [InlineData(false, "stream/one")]
    public async Task A_function_and_an_integration_that_disagree_about_streaming_give_502(bool streams, string path)
    {
        await using var gateway = await StreamingAsync(streams);

        using var response = await gateway.Client.GetAsync(path, Cancel);

        Assert.Equal(502, (int)response.StatusCode);
        Assert.Equal("""{"message":"Internal server error"}""", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_prelude_over_16_KB_gives_502()
    {
        await using var gateway = await StreamingAsync();

        using var response = await gateway.Client.GetAsync("stream/long", Cancel);

        Assert.Equal(502, (int)response.StatusCode);
        await gateway.LineAsync(line => line.Contains("Malformed prelude of the stream", StringComparison.Ordinal) && line.Contains("16384 bytes", StringComparison.Ordinal));
        Assert.Equal("fine", await gateway.Client.GetStringAsync("stream/fine", Cancel));
    }

    [Fact]
    public async Task A_stream_is_cut_off_after_5_minutes_of_silence()
    {
        var time = new FakeTimeProvider();
        await using var gateway = await TestGateway.StartAsync(
            api => Streaming(api, true) with { Function = api.Function with { Timeout = TimeSpan.FromMinutes(15) } },
            options => options with { Time = time });

        using var response = await gateway.Client.GetAsync("stream/one/silence", HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        await body.ReadExactlyAsync(new byte[3], Cancel);
        time.Advance(TimeSpan.FromMinutes(5));

        await Assert.ThrowsAnyAsync<IOException>(() => body.ReadExactlyAsync(new byte[1], Cancel).AsTask());
        await gateway.LineAsync(line => line.Contains("the stream was cut off (nothing came for 5 minutes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_disconnects_ends_the_functions_stream_and_does_not_affect_the_next_call()
    {
        await using var gateway = await StreamingAsync();
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", gateway.Host.Urls["vpce-0aaa"].Port, Cancel);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /v1/stream/endless HTTP/1.1\r\nHost: localhost\r\n\r\n"), Cancel);
            await client.GetStream().ReadExactlyAsync(new byte[1000], Cancel);
        }

        await gateway.LineAsync("[fn 1] nobody reads the stream");
        Assert.Equal("fine", await gateway.Client.GetStringAsync("stream/fine", Cancel));
    }

    [Fact]
    public async Task HEAD_gets_the_status_and_headers_of_a_stream()
    {
        await using var gateway = await StreamingAsync();

        var response = await RawHttp.SendAsync(gateway.Host.Urls["vpce-0aaa"], ["HEAD /v1/stream/one HTTP/1.1", "Host: localhost"]);

        Assert.Equal(201, response.Status);
        Assert.Equal("", response.Body);
    }

    [Fact]
    public async Task A_Node_handler_streams()
    {
        _ = PetStore.Testing.Requires.Program("node");
        await using var gateway = await TestGateway.StartAsync(
            api => Streaming(api, true) with
            {
                Function = api.Function with
                {
                    Runtime = "nodejs20.x",
                    Handler = "index.handler",
                    Code = new FunctionCode.Inline(
                        """
                        exports.handler = awslambda.streamifyResponse(async (event, stream) => {
                          stream = awslambda.HttpResponseStream.from(stream, { statusCode: 202, headers: { 'Content-Type': 'text/plain' } });
                          stream.write('one');
                          if (event.path === '/broken') throw new Error('too late');
                          stream.end('two');
                        });
                        """),
                },
            },
            options => options with { FunctionDirectory = null });

        using var response = await gateway.Client.GetAsync("any", Cancel);
        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal("onetwo", await response.Content.ReadAsStringAsync(Cancel));

        using var broken = await gateway.Client.GetAsync("broken", HttpCompletionOption.ResponseHeadersRead, Cancel);
        await Assert.ThrowsAnyAsync<Exception>(() => broken.Content.ReadAsStringAsync(Cancel));
        await gateway.LineAsync(line => line.Contains("the stream was cut off (Error:", StringComparison.Ordinal));
    }

    private static Task<TestGateway> StreamingAsync(bool streams = true) => TestGateway.StartAsync(api => Streaming(api, streams));

    private static PrivateApi Streaming(PrivateApi api, bool streams) => api with
    {
        Methods = [TestGateway.Method("/{proxy+}") with { Integration = new LambdaProxyIntegration("scripted") { Streams = streams } }],
    };
}
