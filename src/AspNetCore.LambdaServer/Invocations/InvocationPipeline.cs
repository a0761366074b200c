using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using AspNetCore.LambdaServer.Events;
using AspNetCore.LambdaServer.Features;
using AspNetCore.LambdaServer.Responses;
using AspNetCore.LambdaServer.RuntimeApi;

namespace AspNetCore.LambdaServer.Invocations;

internal interface IInvocationPipeline : IDisposable
{
    /// <summary>Serves an invocation: reads the event, runs the app, sends the response, ends the request.</summary>
    /// <exception cref="MalformedEventException">Nothing was sent: the payload is not a REST proxy event.</exception>
    void Serve(Invocation invocation, IResponseChannel channel);
}

/// <summary>Its buffers are reused; everything else is created for each invocation.</summary>
internal sealed class InvocationPipeline<TContext>(
    IHttpApplication<TContext> application, HostingOptions options, TimeSpan deadlineMargin, TimeProvider time, ILogger logger)
    : IInvocationPipeline
    where TContext : notnull
{
    private readonly ProxyEventReader _events = new(new ReusableBuffer());
    private readonly ResponseBuffers _buffers = new(new ProxyResponseWriter(options, logger));
    private readonly TaskWait _wait = new();

    public void Serve(Invocation invocation, IResponseChannel channel)
    {
        var id = invocation.RequestId;
        using var lifetime = new RequestLifetime(invocation.Deadline - deadlineMargin, time);
        var (response, body) = MakeResponse(id, channel, lifetime);

        // 1. The event becomes a request, or is refused.
        RequestFeatures features;
        try
        {
            features = new RequestFeatures(invocation, _events.Read(invocation.Payload), lifetime, response);
        }
        catch (BadHttpRequestException fault)
        {
            logger.RefusedRequest(id, fault.Message);
            Replace(response, body, Problem.Of(fault), id);
            return;
        }

        // 2. The app runs. A streamed response is sent while it runs.
        var context = application.CreateContext(features.Collection);
        var thrown = Run(context, response, body);
        features.Dispose();
        body.Complete();

        // 3. The response, or a problem in its place, is sent.
        Send(response, body, lifetime, thrown, id);
        body.Release();
        if (body.IsRefused)
            logger.NotAccepted(id);

        // 4. The app's callbacks.
        try
        {
            _wait.For(response.RunCompletedAsync());
        }
        catch (Exception fault)
        {
            logger.CompletionFailed(id, fault);
        }

        application.DisposeContext(context, thrown);
    }

    public void Dispose()
    {
        _buffers.Dispose();
        _wait.Dispose();
    }

    private (Response Response, ResponseBody Body) MakeResponse(string requestId, IResponseChannel channel, RequestLifetime lifetime)
    {
        _buffers.Body.Clear();
        ResponseBody body = options.EnableResponseStreaming
            ? new StreamedBody(requestId, channel, _buffers, lifetime)
            : new BufferedBody(requestId, channel, _buffers, lifetime);
        return (new Response(body), body);
    }

    private Exception? Run(TContext context, Response response, ResponseBody body)
    {
        try
        {
            _wait.For(application.ProcessRequestAsync(context), body is StreamedBody stream ? stream.CheckClient : null);
            _wait.For(response.StartAsync());
            return null;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    private void Send(Response response, ResponseBody body, RequestLifetime lifetime, Exception? thrown, string requestId)
    {
        if (body is StreamedBody { HasLeft: true } stream)
        {
            EndStream(stream, lifetime.Reason, thrown, requestId);
            return;
        }

        var problem = ProblemOf(response, lifetime.Reason, thrown, requestId);
        try
        {
            if (problem is null && !body.TrySend())
                problem = TooLarge(requestId);
        }
        catch (InvalidOperationException unsendable)
        {
            problem = Failed(unsendable, requestId);
        }

        if (problem is not null)
            Replace(response, body, problem, requestId);
    }

    /// <summary>The part that the client has received cannot be withdrawn: if the response is incomplete, the client must see that.</summary>
    private void EndStream(StreamedBody stream, AbortReason? reason, Exception? thrown, string requestId)
    {
        if (reason == AbortReason.ClientGone)
            logger.ClientGone(requestId);
        else if (reason == AbortReason.Deadline && !stream.IsSent)
            logger.TimeIsUp(requestId);
        else if (thrown is not null)
            logger.Unhandled(requestId, thrown);

        if (stream.IsSent)
            return;

        thrown ??= reason switch
        {
            AbortReason.Deadline => new TimeoutException("The app did not respond in time."),
            not null => new OperationCanceledException("The request was aborted."),
            null when stream.HasWrongLength => new InvalidOperationException("The length of the body differs from its Content-Length."),
            null => null,
        };
        if (thrown is null)
            stream.TrySend();
        else
            stream.BreakOff(thrown);
    }

    /// <summary>Null: the app has responded.</summary>
    private Problem? ProblemOf(Response response, AbortReason? reason, Exception? thrown, string requestId)
    {
        // ASP.NET Core's exception handler sets 499 for an aborted request.
        var isAbandoned = thrown is OperationCanceledException || response.StatusCode == StatusCodes.Status499ClientClosedRequest;
        if (reason == AbortReason.ResponseTooLarge)
            return TooLarge(requestId);
        if (reason == AbortReason.Deadline && isAbandoned)
            return TimeIsUp(requestId);
        if (thrown is not null)
            return Failed(thrown, requestId);

        return reason == AbortReason.App ? Problem.Fault : null;
    }

    private Problem TooLarge(string requestId)
    {
        logger.TooLarge(requestId);
        return Problem.TooLarge;
    }

    private Problem TimeIsUp(string requestId)
    {
        logger.TimeIsUp(requestId);
        return Problem.Timeout;
    }

    private Problem Failed(Exception thrown, string requestId)
    {
        logger.Unhandled(requestId, thrown);
        if (thrown is BadHttpRequestException refused)
            return Problem.Of(refused);

        return options.IncludeUnhandledExceptionDetailInResponse ? Problem.Fault with { Detail = thrown.ToString() } : Problem.Fault;
    }

    private static void Replace(Response response, ResponseBody body, Problem problem, string requestId)
    {
        response.Replace(problem.Status, Problem.ContentType, problem.ToJson(requestId));
        body.TrySend();
    }
}
