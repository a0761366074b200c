using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;
using AspNetCore.LambdaServer.Tests.LambdaPath;

namespace AspNetCore.LambdaServer.Tests.InProcess;

public sealed class RequestTests
{
    [Theory]
    [InlineData("stream")]
    [InlineData("reader")]
    [InlineData("sync")]
    public void The_body_can_be_read_as_a_stream_and_as_a_pipe(string how)
    {
        var body = string.Concat(Enumerable.Repeat("Kätzchen \"🐱\"\n", 10_000));
        var answer = Pipeline.Run(
            async context =>
            {
                using var copy = new MemoryStream();
                if (how == "stream")
                    await context.Request.Body.CopyToAsync(copy);
                else if (how == "sync")
                    context.Request.Body.CopyTo(copy);
                else
                    await context.Request.BodyReader.CopyToAsync(copy);

                await context.Response.WriteAsync(Encoding.UTF8.GetString(copy.ToArray()));
            },
            ProxyEvents.Of("POST", "/pets").With("body", body));
        Assert.Equal(body, answer.Text);
    }

    [Fact]
    public void The_pipe_continues_where_the_stream_stopped()
    {
        var answer = Pipeline.Run(
            async context =>
            {
                await context.Request.Body.ReadExactlyAsync(new byte[2]);
                var rest = await context.Request.BodyReader.ReadAsync();
                await context.Response.WriteAsync(Encoding.UTF8.GetString(rest.Buffer));
            },
            ProxyEvents.Of("POST", "/pets").With("body", "abcd"));
        Assert.Equal("cd", answer.Text);
    }

    [Fact]
    public void The_pipe_reads_a_stream_that_replaces_the_body()
    {
        var answer = Pipeline.Run(
            async context =>
            {
                context.Request.Body = new MemoryStream("other"u8.ToArray());
                var read = await context.Request.BodyReader.ReadAsync();
                Assert.Same(context.Request.BodyReader, context.Request.BodyReader);
                await context.Response.WriteAsync(Encoding.UTF8.GetString(read.Buffer));
            },
            ProxyEvents.Of("POST", "/pets").With("body", "own"));
        Assert.Equal("other", answer.Text);
    }

    [Fact]
    public void A_body_read_after_the_end_of_the_request_is_refused()
    {
        HttpRequest? late = null;
        Pipeline.Run(
            context =>
            {
                late = context.Request;
                return Task.CompletedTask;
            },
            ProxyEvents.Of("POST", "/pets").With("body", "abcd"));
        Assert.ThrowsAny<InvalidOperationException>(() => late!.Body.ReadByte());
    }

    [Fact]
    public void The_invocation_is_a_feature_of_the_request() =>
        Pipeline.Run(context =>
        {
            var invocation = context.Features.Get<ILambdaInvocation>()!;
            Assert.Equal("the-request-id", invocation.RequestId);
            Assert.Equal("the-request-id", context.TraceIdentifier);
            Assert.Equal("arn", invocation.FunctionArn);
            Assert.Equal("Root=1-a", invocation.TraceId);
            Assert.Null(invocation.Deadline);
            Assert.Equal("c6af9ac6-7b61-11e6-9a41-93e8deadbeef", invocation.GatewayRequestId);
            Assert.Equal(("123456789012", "a1b2c3", "v1"), (invocation.AccountId, invocation.ApiId, invocation.Stage));
            Assert.Equal(("10.0.0.7", "vpc-0bbb", "vpce-0aaa"), (invocation.SourceIp, invocation.VpcId, invocation.VpceId));
            Assert.Null(invocation.ApiKeyId);
            return Task.CompletedTask;
        });

    [Theory]
    [InlineData("{\"claims\":\"text\",\"principalId\":\"me\"}", "claims=text, principalId=me")]
    [InlineData("{\"claims\":7}", "claims=7")]
    [InlineData("{\"claims\":true}", "claims=true")]
    [InlineData("{\"claims\":null}", "")]
    [InlineData("{\"claims\":{\"sub\":\"me\",\"age\":7},\"scope\":\"x\"}", "sub=me, age=7")]
    public void The_authorizers_context_becomes_claims(string authorizer, string claims)
    {
        var source = ProxyEvents.Of("GET", "/pets");
        source["requestContext"]!["authorizer"] = JsonNode.Parse(authorizer);
        var answer = Pipeline.Run(
            context => context.Response.WriteAsync(string.Join(", ", context.User.Claims.Select(claim => $"{claim.Type}={claim.Value}"))),
            source.ToJsonString());
        Assert.Equal(claims, answer.Text);
    }

    [Fact]
    public void The_request_is_aborted_half_a_second_before_the_deadline()
    {
        var time = new FakeTimeProvider();
        using var pipeline = new Pipeline(time);
        var answer = pipeline.Serve(
            async context =>
            {
                time.Advance(TimeSpan.FromMilliseconds(1499));
                Assert.False(context.RequestAborted.IsCancellationRequested);
                time.Advance(TimeSpan.FromMilliseconds(1));
                Assert.True(context.RequestAborted.IsCancellationRequested);
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            },
            deadline: time.GetUtcNow().AddSeconds(2));
        Assert.Equal(504, answer.Status);
    }

    [Fact]
    public void A_response_in_time_is_sent_although_the_cancellation_token_has_fired()
    {
        var answer = new Pipeline().Serve(
            context =>
            {
                Assert.True(context.RequestAborted.IsCancellationRequested);
                return context.Response.WriteAsync("done all the same");
            },
            deadline: DateTimeOffset.UnixEpoch);
        Assert.Equal((200, "done all the same"), (answer.Status, answer.Text));
    }

    [Fact]
    public void A_cancellation_by_the_app_is_an_ordinary_fault()
    {
        var answer = Pipeline.Run(_ => throw new OperationCanceledException());
        Assert.Equal(500, answer.Status);
    }

    [Fact]
    public void No_state_of_a_request_reaches_the_next_one()
    {
        using var pipeline = new Pipeline();
        pipeline.Serve(
            context =>
            {
                context.Items["key"] = "value";
                context.Features.Set<IHttpUpgradeFeature>(new NoUpgrade());
                context.Response.Headers["X-Test"] = "1";
                context.Response.StatusCode = 418;
                return context.Response.WriteAsync("body");
            },
            ProxyEvents.Of("POST", "/a?b=c").With("body", "\"escaped\""));
        var answer = pipeline.Serve(context =>
        {
            Assert.Empty(context.Items);
            Assert.Null(context.Features.Get<IHttpUpgradeFeature>());
            Assert.Equal(("GET", "/pets", ""), (context.Request.Method, context.Request.Path.Value, context.Request.QueryString.Value));
            Assert.Equal(0, context.Request.ContentLength);
            return Task.CompletedTask;
        });
        Assert.Equal(200, answer.Status);
        Assert.True(answer.HasNoContentType);
        Assert.Single(answer.Headers);
        Assert.Empty(answer.Body);
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("reader")]
    public void The_body_can_be_read_again(string how) =>
        Pipeline.Run(
            async context =>
            {
                for (var time = 0; time < 2; time++)
                {
                    Assert.Equal("abcd", how == "stream"
                        ? await new StreamReader(context.Request.Body, leaveOpen: true).ReadToEndAsync()
                        : Encoding.UTF8.GetString((await context.Request.BodyReader.ReadAtLeastAsync(4)).Buffer));
                    context.Request.Body = Rewound(context.Request.Body);
                }
            },
            ProxyEvents.Of("POST", "/pets").With("body", "abcd"));

    [Fact]
    public void A_body_larger_than_the_app_allows_is_a_413()
    {
        var answer = Pipeline.Run(
            async context =>
            {
                var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()!;
                limit.MaxRequestBodySize = 3;
                Assert.False(limit.IsReadOnly);
                await context.Request.Body.ReadExactlyAsync(new byte[1]);
            },
            ProxyEvents.Of("POST", "/pets").With("body", "abcd"));
        Assert.Equal(413, answer.Status);
    }

    [Fact]
    public void A_limit_set_after_the_body_was_read_is_an_error() =>
        Pipeline.Run(
            async context =>
            {
                var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()!;
                limit.MaxRequestBodySize = 4;
                await context.Request.Body.ReadExactlyAsync(new byte[4]);
                Assert.True(limit.IsReadOnly);
                Assert.Throws<InvalidOperationException>(() => limit.MaxRequestBodySize = 3);
            },
            ProxyEvents.Of("POST", "/pets").With("body", "abcd"));

    [Fact]
    public void The_whole_event_can_be_read_even_after_the_end_of_the_request()
    {
        var source = ProxyEvents.Of("POST", "/pets");
        source["stageVariables"] = new JsonObject { ["color"] = "blue" };
        source["isBase64Encoded"] = true;
        ILambdaInvocation? read = null, unread = null;
        using var pipeline = new Pipeline();
        pipeline.Serve(
            async context =>
            {
                Assert.Equal("abcd", await new StreamReader(context.Request.Body).ReadToEndAsync());
                read = context.Features.Get<ILambdaInvocation>()!;
                Assert.Equal("blue", read.RawEvent.GetProperty("stageVariables").GetProperty("color").GetString());
            },
            source.With("body", "YWJjZA=="));
        pipeline.Serve(context =>
        {
            unread = context.Features.Get<ILambdaInvocation>();
            return Task.CompletedTask;
        });
        Assert.Equal("YWJjZA==", read!.RawEvent.GetProperty("body").GetString());
        Assert.Equal("10.0.0.7", read.RawEvent.GetProperty("requestContext").GetProperty("identity").GetProperty("sourceIp").GetString());
        Assert.Throws<InvalidOperationException>(() => unread!.RawEvent);
    }

    [Theory]
    [InlineData(51)]
    [InlineData(36_500)]
    public void A_deadline_in_the_distant_future_does_not_abort_the_request(int days)
    {
        var answer = new Pipeline().Serve(
            context => context.Response.WriteAsync($"{context.RequestAborted.IsCancellationRequested}"),
            deadline: DateTimeOffset.UtcNow.AddDays(days));
        Assert.Equal("False", answer.Text);
    }

    [Fact]
    public void Aborting_a_request_that_has_ended_does_nothing()
    {
        HttpContext? late = null;
        using var pipeline = new Pipeline();
        pipeline.Serve(context =>
        {
            late = context;
            return context.Response.WriteAsync($"{context.RequestAborted.IsCancellationRequested}");
        });
        late!.Features.Get<IHttpRequestLifetimeFeature>()!.Abort();
        Assert.False(late.Features.Get<IHttpRequestLifetimeFeature>()!.RequestAborted.IsCancellationRequested);
        Assert.Equal(200, pipeline.Serve(context => context.Response.WriteAsync("next")).Status);
    }

    private static Stream Rewound(Stream body)
    {
        Assert.True(body.CanSeek);
        body.Position = 0;
        return body;
    }

    private sealed class NoUpgrade : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => false;

        public Task<Stream> UpgradeAsync() => throw new NotSupportedException();
    }
}
