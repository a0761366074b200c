using PrivateGateway.Lambda;
using PrivateGateway.Templates;
using PrivateGateway.Monitoring;

namespace PrivateGateway.Calls;

/// <summary>The way of a call through API Gateway, step by step. The first step that has an answer ends it.</summary>
internal sealed class RequestPipeline(PrivateApi api, FunctionPool pool, CallWatch watch, AccessControl access, TimeProvider time)
{
    private readonly Addressing _addressing = new(api);
    private readonly Routing _routing = new(api);
    private readonly UsagePlans _usage = new(api, time);
    private readonly LambdaIntegration _integration = new(api, pool, time);

    public async Task HandleAsync(HttpContext http, VpcEndpoint endpoint)
    {
        var call = new Call(http, endpoint, time.GetUtcNow());
        var started = time.GetTimestamp();
        Answer answer;
        try
        {
            answer = await AnswerAsync(call);
        }
        catch (BadHttpRequestException e) when (!e.Message.StartsWith("Unexpected end of request content", StringComparison.Ordinal))
        {
            // The body is not HTTP, or comes too slowly: Kestrel answers.
            watch.Finished(call, GatewayResponses.BadHttp(e), time.GetElapsedTime(started));
            throw;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            watch.Disconnected(call, e, time.GetElapsedTime(started));
            throw;
        }
        catch (Exception e)
        {
            watch.Failed(call, e);
            answer = GatewayResponses.InternalServerError;
        }

        // Reported first: a client that has the response finds its line and its count.
        watch.Finished(call, answer, time.GetElapsedTime(started));
        await SendAsync(call, answer);
    }

    private async Task<Answer> AnswerAsync(Call call) =>
        Limits.CheckHead(call)
        ?? _addressing.Find(call)
        ?? Limits.CheckMethodArn(call, api)
        ?? Admit(call)
        ?? FindMethod(call)
        ?? _usage.Admit(call)
        ?? await Limits.ReadBodyAsync(call)
        ?? await _integration.InvokeAsync(call);

    // Whether a signature is needed depends on the method. A missing method is reported only after the policies.
    private Answer? Admit(Call call)
    {
        _routing.Match(call);
        return access.Admit(call);
    }

    private static Answer? FindMethod(Call call)
    {
        if (call.Method is not null)
            return null;

        call.Decision = "no such method";
        return GatewayResponses.MissingAuthenticationToken;
    }

    private static async Task SendAsync(Call call, Answer answer)
    {
        var response = call.Http.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            response.Headers.Append(name, value);

        response.Headers["x-amzn-RequestId"] = call.RequestId;
        response.Headers["x-amz-apigw-id"] = call.ExtendedRequestId;
        if (answer.Status is 204 or 205 or 304)
            return;

        response.ContentLength = answer.Body.Length;
        if (!HttpMethods.IsHead(call.Http.Request.Method))
            await response.Body.WriteAsync(answer.Body, call.Http.RequestAborted);
    }
}
