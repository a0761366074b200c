using PrivateGateway.Authorizers;
using PrivateGateway.Integrations;
using PrivateGateway.Monitoring;
using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>A call's steps through API Gateway. The first step that returns a response ends the call.</summary>
internal sealed class RequestPipeline(
    PrivateApi api, Addressing addressing, AccessControl access, AuthorizerSet authorizers, IntegrationSet integrations, CallWatch watch, TimeProvider time)
{
    private readonly Routing _routing = new(api);
    private readonly RequestValidator _validator = new(api);
    private readonly UsagePlans _usage = new(api, time);
    private readonly CustomGatewayResponses _customResponses = new(api);

    public async Task HandleAsync(HttpContext http, VpcEndpoint endpoint)
    {
        var call = new Call(http, endpoint, api, time.GetUtcNow());
        var started = time.GetTimestamp();
        Answer answer;
        try
        {
            answer = await AnswerAsync(call);
        }
        catch (BadHttpRequestException e) when (!e.Message.StartsWith("Unexpected end of request content", StringComparison.Ordinal))
        {
            // The body is not valid HTTP, or arrives too slowly: Kestrel responds.
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

        // The template may give API Gateway's own responses another form.
        call.Answer = answer;
        if (call.IsAddressed)
            answer = _customResponses.Apply(call, answer);

        // Reported first, so that a client that has the response finds its log line and count.
        watch.Finished(call, answer, time.GetElapsedTime(started));
        try
        {
            await AnswerSender.SendAsync(call, answer, time);
        }
        catch (IOException e) when (answer.Stream is not null)
        {
            watch.Cut(call, e.Message, time.GetElapsedTime(started));
            throw;
        }
    }

    private async Task<Answer> AnswerAsync(Call call) =>
        // 1. The limits of the request line and the headers.
        Limits.CheckHead(call)
        // 2. The API and its stage, by Host and path; then the resource and its method.
        ?? Enter(call, CallStep.Addressing) ?? addressing.Find(call)
        ?? Limits.CheckMethodArn(call, api)
        ?? Route(call)
        // 3. The policies of the endpoint, the custom domain and the API. A missing method is reported only after them.
        ?? Enter(call, CallStep.Policies) ?? access.Admit(call)
        ?? Enter(call, CallStep.Routing) ?? RequireMethod(call)
        // 4. The authorizer, whose policy is decided together with the API's.
        ?? Enter(call, CallStep.Authorizer) ?? await authorizers.AuthorizeAsync(call)
        // 5. The API key, the usage plan and the stage's rate.
        ?? Enter(call, CallStep.ApiKey) ?? _usage.Admit(call)
        // 6. The body, and the validation of the request.
        ?? Enter(call, CallStep.Validation) ?? await Limits.ReadBodyAsync(call)
        ?? _validator.Check(call)
        // 7. The integration.
        ?? Enter(call, CallStep.Integration) ?? await integrations.InvokeAsync(call);

    private static Answer? Enter(Call call, CallStep step)
    {
        call.Step = step;
        return null;
    }

    private Answer? Route(Call call)
    {
        _routing.Match(call);
        return null;
    }

    private static Answer? RequireMethod(Call call)
    {
        if (call.Method is not null)
            return null;

        call.Decision = "no such method";
        return GatewayResponses.MissingAuthenticationToken;
    }
}
