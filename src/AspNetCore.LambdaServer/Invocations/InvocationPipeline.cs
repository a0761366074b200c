using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using AspNetCore.LambdaServer.Events;
using AspNetCore.LambdaServer.Features;
using AspNetCore.LambdaServer.Responses;
using AspNetCore.LambdaServer.RuntimeApi;

namespace AspNetCore.LambdaServer.Invocations;

internal interface IInvocationPipeline : IDisposable
{
    /// <summary>Answers an invocation: reads the event, runs the app, sends the response, ends the request. In this order, once.</summary>
    /// <param name="invocation">The event.</param>
    /// <param name="send">Takes the request id and the answer.</param>
    /// <exception cref="MalformedEventException">Nothing was sent: the payload is no REST proxy event.</exception>
    void Serve(Invocation invocation, Action<string, OutgoingPost> send);
}

/// <summary>One for the process: its buffers serve one invocation after the other, everything else is made for each.</summary>
internal sealed class InvocationPipeline<TContext> : IInvocationPipeline
    where TContext : notnull
{
    private readonly IHttpApplication<TContext> _application;
    private readonly TimeSpan _deadlineMargin;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ProxyEventReader _events = new(new ReusableBuffer());
    private readonly ReusableBuffer _body = new();
    private readonly ProxyResponseWriter _responses = new();
    private readonly OutgoingPost _answer = new();
    private readonly TaskWait _wait = new();

    public InvocationPipeline(IHttpApplication<TContext> application, TimeSpan deadlineMargin, TimeProvider time, ILogger logger)
    {
        _application = application;
        _deadlineMargin = deadlineMargin;
        _time = time;
        _logger = logger;
    }

    public void Serve(Invocation invocation, Action<string, OutgoingPost> send)
    {
        if (TryAccept(invocation, out var isHead) is not { } features)
        {
            send(invocation.RequestId, _answer);
            return;
        }

        using (features)
            Serve(features, isHead, invocation.RequestId, send);
    }

    public void Dispose()
    {
        _responses.Dispose();
        _wait.Dispose();
    }

    /// <summary>Null: the client's request is none that a server would accept, and the answer says so.</summary>
    private RequestFeatures? TryAccept(Invocation invocation, out bool isHead)
    {
        isHead = false;
        try
        {
            var request = _events.Read(invocation.Payload);
            isHead = HttpMethods.IsHead(request.Method!);
            _body.Clear();
            var lifetime = new RequestLifetime(invocation.Deadline - _deadlineMargin, _time);
            return new RequestFeatures(invocation, request, lifetime, new Response(_body, lifetime.Abort));
        }
        catch (BadHttpRequestException fault)
        {
            _logger.RefusedRequest(invocation.RequestId, fault.Message);
            WriteProblem(Problem.Of(fault), invocation.RequestId);
            return null;
        }
    }

    private void Serve(RequestFeatures features, bool isHead, string requestId, Action<string, OutgoingPost> send)
    {
        var context = _application.CreateContext(features.Collection);
        Exception? fault = null;
        try
        {
            _wait.For(_application.ProcessRequestAsync(context));
            _wait.For(features.Response.StartAsync());
        }
        catch (Exception thrown)
        {
            fault = thrown;
        }

        features.Body.End();
        features.Response.End();
        WriteAnswer(features, fault, isHead, requestId);
        send(requestId, _answer);
        try
        {
            _wait.For(features.Response.RunCompletedAsync());
        }
        catch (Exception thrown)
        {
            _logger.CompletionFailed(requestId, thrown);
        }

        _application.DisposeContext(context, fault);
    }

    private void WriteAnswer(RequestFeatures features, Exception? fault, bool isHead, string requestId)
    {
        if (TryWrite(features, fault, isHead, requestId) is not { } problem)
            return;

        features.Response.Replace(problem.Status);
        WriteProblem(problem, requestId);
    }

    /// <summary>Null: the app's response is written. Else what to answer in its place.</summary>
    private Problem? TryWrite(RequestFeatures features, Exception? fault, bool isHead, string requestId)
    {
        var response = features.Response;
        if (response.IsTooLarge)
            return TooLarge(requestId);
        if (features.Lifetime.IsTimeUp && (fault is OperationCanceledException || IsAbandoned(response)))
            return TimeIsUp(requestId);
        if (fault is not null)
            return Failed(fault, requestId);
        if (features.Lifetime.IsGivenUp)
            return Problem.Fault;

        try
        {
            _answer.Clear();
            _responses.Write(_answer.Body, response, isHead);
            return _answer.Length > ResponseBody.LargestAnswer ? TooLarge(requestId) : null;
        }
        catch (InvalidOperationException unsendable)
        {
            return Failed(unsendable, requestId);
        }
    }

    // What ASP.NET Core's exception handler makes of a request whose RequestAborted has fired.
    private static bool IsAbandoned(Response response) => response.StatusCode == StatusCodes.Status499ClientClosedRequest;

    private Problem TooLarge(string requestId)
    {
        _logger.TooLarge(requestId);
        return Problem.TooLarge;
    }

    private Problem TimeIsUp(string requestId)
    {
        _logger.TimeIsUp(requestId);
        return Problem.Timeout;
    }

    private Problem Failed(Exception fault, string requestId)
    {
        _logger.Unhandled(requestId, fault);
        return fault is BadHttpRequestException refused ? Problem.Of(refused) : Problem.Fault;
    }

    private void WriteProblem(Problem problem, string requestId)
    {
        _answer.Clear();
        _responses.WriteProblem(_answer.Body, problem, requestId);
    }
}
