using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
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
    public void What_the_stream_left_is_in_the_pipe()
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
    public void A_stream_put_in_place_of_the_body_is_what_the_pipe_reads()
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
            Assert.Null(invocation.Deadline);
            Assert.Equal("c6af9ac6-7b61-11e6-9a41-93e8deadbeef", invocation.GatewayRequestId);
            Assert.Equal(("123456789012", "a1b2c3", "v1"), (invocation.AccountId, invocation.ApiId, invocation.Stage));
            Assert.Equal(("10.0.0.7", "vpc-0bbb", "vpce-0aaa"), (invocation.SourceIp, invocation.VpcId, invocation.VpceId));
            Assert.Null(invocation.ApiKeyId);
            return Task.CompletedTask;
        });

    [Fact]
    public void The_request_is_aborted_half_a_second_before_the_deadline()
    {
        var time = new SteppedTime();
        using var pipeline = new Pipeline(time);
        var answer = pipeline.Serve(
            async context =>
            {
                time.Step(TimeSpan.FromMilliseconds(1499));
                Assert.False(context.RequestAborted.IsCancellationRequested);
                time.Step(TimeSpan.FromMilliseconds(1));
                Assert.True(context.RequestAborted.IsCancellationRequested);
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            },
            deadline: time.GetUtcNow().AddSeconds(2));
        Assert.Equal(504, answer.Status);
    }

    [Fact]
    public void An_app_that_ends_in_time_is_answered_for_though_the_token_has_fired()
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
    public void A_cancellation_of_the_apps_own_is_a_fault_like_any_other()
    {
        var answer = Pipeline.Run(_ => throw new OperationCanceledException());
        Assert.Equal(500, answer.Status);
    }

    [Fact]
    public void Nothing_of_a_request_is_there_for_the_next()
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
        Assert.Empty(answer.Headers);
        Assert.Empty(answer.Body);
    }

    private sealed class NoUpgrade : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => false;

        public Task<Stream> UpgradeAsync() => throw new NotSupportedException();
    }
}
