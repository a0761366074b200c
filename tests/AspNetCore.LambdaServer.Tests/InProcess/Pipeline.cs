using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using AspNetCore.LambdaServer.Invocations;
using AspNetCore.LambdaServer.RuntimeApi;
using AspNetCore.LambdaServer.Tests.LambdaPath;

namespace AspNetCore.LambdaServer.Tests.InProcess;

/// <summary>The adapter from event to response without a process around it: for what needs the app's own objects.</summary>
internal sealed class Pipeline : IHttpApplication<HttpContext>, IDisposable
{
    private readonly InvocationPipeline<HttpContext> _pipeline;
    private RequestDelegate _app = _ => Task.CompletedTask;

    public Pipeline(TimeProvider? time = null, HostingOptions? options = null, ILogger? logger = null) =>
        _pipeline = new InvocationPipeline<HttpContext>(
            this, options ?? new HostingOptions(), TimeSpan.FromMilliseconds(500), time ?? TimeProvider.System, logger ?? NullLogger.Instance);

    /// <summary>The exception that the pipeline says the last request ended with.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Serves one request in a pipeline of its own.</summary>
    public static Answer Run(RequestDelegate app, string? payload = null)
    {
        using var pipeline = new Pipeline();
        return pipeline.Serve(app, payload);
    }

    public Answer Serve(RequestDelegate app, string? payload = null, DateTimeOffset? deadline = null, Action? whenSent = null)
    {
        _app = app;
        var bytes = Encoding.UTF8.GetBytes(payload ?? ProxyEvents.Get("/pets"));
        var invocation = new Invocation("the-request-id", bytes) { Deadline = deadline, FunctionArn = "arn", TraceId = "Root=1-a" };
        var channel = new Channel(whenSent);
        _pipeline.Serve(invocation, channel);
        // What the connection does with the event's memory when the next exchange begins.
        bytes.AsSpan().Fill((byte)'?');
        // The app of a test asserts too, and no server lets an app's exception through.
        return Fault is Xunit.Sdk.XunitException failed ? throw failed : channel.Answer!;
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => _app(context);

    public void DisposeContext(HttpContext context, Exception? exception) => Fault = exception;

    public void Dispose() => _pipeline.Dispose();

    /// <summary>Takes one response in one piece.</summary>
    private sealed class Channel(Action? whenSent) : IResponseChannel
    {
        public Answer? Answer { get; private set; }

        public bool IsAbandoned => false;

        public bool Respond(string requestId, OutgoingPost response)
        {
            Assert.Equal("the-request-id", requestId);
            Assert.Null(Answer);
            Answer = Answer.Of(JsonElement.Parse(response.Body.Written.Span[^response.Length..]));
            whenSent?.Invoke();
            return true;
        }

        public void Begin(string requestId, OutgoingPost prelude) => throw new NotSupportedException();

        public bool TryWrite(ReadOnlySpan<byte> chunk) => throw new NotSupportedException();

        public bool End(Exception? fault) => throw new NotSupportedException();

        public void Abort() => throw new NotSupportedException();
    }
}
