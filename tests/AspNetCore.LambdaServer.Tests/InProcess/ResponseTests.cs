using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace AspNetCore.LambdaServer.Tests.InProcess;

public sealed class ResponseTests
{
    [Fact]
    public void A_response_that_the_app_does_not_write_is_a_200_without_a_body()
    {
        var answer = Pipeline.Run(_ => Task.CompletedTask);
        Assert.Equal(200, answer.Status);
        Assert.Empty(answer.Body);
        Assert.True(answer.HasNoContentType);
        Assert.Single(answer.Headers);
    }

    [Fact]
    public void Starting_callbacks_run_in_reverse_order_before_the_response_starts()
    {
        var order = new List<string>();
        Pipeline.Run(async context =>
        {
            context.Response.OnStarting(() => Note("starting 1"));
            context.Response.OnStarting(() => Note("starting 2"));
            context.Response.OnCompleted(() => Note("completed 1"));
            context.Response.OnCompleted(() => Note("completed 2"));
            order.Add("write");
            await context.Response.WriteAsync("x");
            order.Add("end");
        });
        Assert.Equal(["write", "starting 2", "starting 1", "end", "completed 2", "completed 1"], order);

        Task Note(string what)
        {
            order.Add(what);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public void Every_completion_callback_runs_after_the_response_was_sent()
    {
        using var pipeline = new Pipeline();
        var order = new List<string>();
        pipeline.Serve(
            context =>
            {
                context.Response.OnCompleted(() =>
                {
                    order.Add("first");
                    return Task.CompletedTask;
                });
                context.Response.OnCompleted(() => throw new InvalidOperationException("a callback's own"));
                return Task.CompletedTask;
            },
            whenSent: () => order.Add("sent"));
        Assert.Equal(["sent", "first"], order);
    }

    [Theory]
    [InlineData("write")]
    [InlineData("flush")]
    [InlineData("start")]
    [InlineData("complete")]
    [InlineData("file")]
    public void The_response_starts_with_its_first_byte_or_on_an_explicit_call(string how)
    {
        Pipeline.Run(async context =>
        {
            Assert.False(context.Response.HasStarted);
            await (how switch
            {
                "write" => context.Response.Body.WriteAsync("x"u8.ToArray()).AsTask(),
                "flush" => context.Response.BodyWriter.FlushAsync().AsTask(),
                "start" => context.Response.StartAsync(),
                "complete" => context.Response.CompleteAsync(),
                _ => context.Response.SendFileAsync(typeof(ResponseTests).Assembly.Location, 0, 10),
            });
            Assert.True(context.Response.HasStarted);
            Assert.Throws<InvalidOperationException>(() => context.Response.StatusCode = 404);
            Assert.Throws<InvalidOperationException>(() => context.Response.Headers["a"] = "b");
            Assert.Throws<InvalidOperationException>(() => context.Response.OnStarting(() => Task.CompletedTask));
        });
    }

    [Fact]
    public void The_stream_and_the_pipe_write_to_the_same_body()
    {
        var answer = Pipeline.Run(async context =>
        {
            await context.Response.Body.WriteAsync("1"u8.ToArray());
            "2"u8.CopyTo(context.Response.BodyWriter.GetSpan());
            context.Response.BodyWriter.Advance(1);
            context.Response.Body.Write("3"u8);
            context.Response.Body.WriteByte((byte)'4');
            "5"u8.CopyTo(context.Response.BodyWriter.GetMemory(100_000).Span);
            context.Response.BodyWriter.Advance(1);
            await context.Response.WriteAsync("6");
        });
        Assert.Equal("123456", answer.Text);
    }

    [Fact]
    public void A_fault_while_the_response_starts_is_a_500()
    {
        using var pipeline = new Pipeline();
        var answer = pipeline.Serve(context =>
        {
            context.Response.OnStarting(() => throw new InvalidOperationException("secret"));
            return Task.CompletedTask;
        });
        Assert.Equal(500, answer.Status);
        Assert.Equal("secret", pipeline.Fault?.Message);
    }

    [Fact]
    public void A_BadHttpRequestException_sets_the_status()
    {
        var answer = Pipeline.Run(_ => throw new BadHttpRequestException("Too much.", StatusCodes.Status413PayloadTooLarge));
        Assert.Equal(413, answer.Status);
        Assert.Equal("Too much.", answer.Json.GetProperty("detail").GetString());
    }

    [Fact]
    public void Bytes_written_after_the_end_of_the_request_are_not_sent()
    {
        using var pipeline = new Pipeline();
        HttpResponse? late = null;
        pipeline.Serve(context =>
        {
            late = context.Response;
            return late.WriteAsync("first");
        });
        Assert.Throws<InvalidOperationException>(() => late!.BodyWriter.GetMemory());
        Assert.Throws<InvalidOperationException>(() => late!.Body.WriteByte(1));
        Assert.Equal("second", pipeline.Serve(context => context.Response.WriteAsync("second")).Text);
    }

    [Fact]
    public void Trailers_are_accepted_and_not_sent()
    {
        var answer = Pipeline.Run(context =>
        {
            context.Response.AppendTrailer("X-Trailer", "1");
            return context.Response.WriteAsync("x");
        });
        Assert.Equal("x", answer.Text);
        Assert.DoesNotContain("X-Trailer", answer.Headers.Keys);
    }

    [Fact]
    public void Requests_cannot_be_upgraded() =>
        Pipeline.Run(context =>
        {
            Assert.False(context.WebSockets.IsWebSocketRequest);
            Assert.Null(context.Features.Get<IHttpUpgradeFeature>());
            return Task.CompletedTask;
        });

    [Theory]
    [InlineData(null, null, "ä", false)]
    [InlineData("text/plain", null, "ä", false)]
    [InlineData("TEXT/HTML; charset=utf-8", null, "ä", false)]
    [InlineData("application/json", null, "{}", false)]
    [InlineData("application/problem+json ; charset=utf-8", null, "{}", false)]
    [InlineData("image/svg+xml", null, "<svg/>", false)]
    [InlineData("application/javascript", null, "x", false)]
    [InlineData("application/json", "identity", "{}", false)]
    [InlineData("application/json", null, "{\"\":\"\"}", false)]
    [InlineData("application/jsonl", null, "\"\"\n\"\"\n", false)]
    [InlineData("application/x-yaml", null, "- \"\"", false)]
    [InlineData("application/graphql", null, "{ pets }", false)]
    [InlineData("application/jwt", null, "eyJ.eyJ.c2ln", false)]
    [InlineData("multipart/mixed; boundary=b", null, "--b--\r\n", false)]
    [InlineData("application/sql", null, "SELECT 1", false)]
    [InlineData("application/octet-stream", null, "text", false)]
    [InlineData("", null, "x", false)]
    [InlineData("application/json", "gzip", "{}", true)]
    [InlineData("application/octet-stream", null, "\"\"\"\"\"", true)]
    [InlineData("application/octet-stream", null, "\0\0\0", true)]
    [InlineData("application/octet-stream", null, "🐱🐱🐱", true)]
    public void Text_is_sent_as_text_unless_base64_is_shorter(string? type, string? encoding, string body, bool isBase64)
    {
        var answer = Pipeline.Run(context =>
        {
            context.Response.Headers.ContentType = type;
            context.Response.Headers.ContentEncoding = encoding;
            return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask();
        });
        Assert.Equal((body, isBase64), (answer.Text, answer.IsBase64));
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_sent_as_base64()
    {
        var answer = Pipeline.Run(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.Body.WriteAsync(new byte[] { 0x89, 0xFF }).AsTask();
        });
        Assert.True(answer.IsBase64);
    }

    [Theory]
    [InlineData("application/pdf", true)]
    [InlineData("APPLICATION/PDF; version=2", true)]
    [InlineData("text/plain", false)]
    [InlineData("text/html", true)]
    public void The_encoding_of_a_media_type_can_be_set(string type, bool isBase64)
    {
        var options = new HostingOptions { DefaultResponseContentEncoding = ResponseContentEncoding.Base64 };
        options.RegisterResponseContentEncodingForContentType("application/pdf", ResponseContentEncoding.Base64);
        options.RegisterResponseContentEncodingForContentType("text/plain", ResponseContentEncoding.Default);
        using var pipeline = new Pipeline(options: options);
        var answer = pipeline.Serve(context =>
        {
            context.Response.ContentType = type;
            return context.Response.WriteAsync("x");
        });
        Assert.Equal(("x", isBase64), (answer.Text, answer.IsBase64));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_exception_is_in_the_response_only_when_an_option_allows_it(bool included)
    {
        using var pipeline = new Pipeline(options: new HostingOptions { IncludeUnhandledExceptionDetailInResponse = included });
        var answer = pipeline.Serve(_ => throw new InvalidOperationException("secret"));
        Assert.Equal((500, included), (answer.Status, answer.Text.Contains("secret", StringComparison.Ordinal)));
        Assert.Equal(included, answer.Text.Contains(nameof(ResponseTests), StringComparison.Ordinal));
    }

    [Fact]
    public void Headers_of_the_connection_are_removed_with_one_warning()
    {
        var logger = new RecordingLogger();
        using var pipeline = new Pipeline(logger: logger);
        for (var time = 0; time < 2; time++)
        {
            var answer = pipeline.Serve(context =>
            {
                context.Response.Headers.TransferEncoding = "chunked";
                context.Response.Headers.Connection = "close";
                context.Response.Headers.KeepAlive = "timeout=5";
                context.Response.ContentType = "text/plain";
                return context.Response.WriteAsync("x");
            });
            Assert.Equal(["Content-Type"], answer.Headers.Keys);
        }

        Assert.Equal(LogLevel.Warning, Assert.Single(logger.Levels));
    }

    [Fact]
    public void Memory_that_the_app_still_holds_is_not_used_for_the_next_response()
    {
        using var pipeline = new Pipeline();
        Memory<byte> lent = default;
        pipeline.Serve(context =>
        {
            lent = context.Response.BodyWriter.GetMemory(3);
            return Task.CompletedTask;
        });
        var answer = pipeline.Serve(async context =>
        {
            await context.Response.WriteAsync("mine");
            "not"u8.CopyTo(lent.Span);
        });
        Assert.Equal("mine", answer.Text);
    }

    private sealed class RecordingLogger : ILogger
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Levels.Add(logLevel);
    }
}
