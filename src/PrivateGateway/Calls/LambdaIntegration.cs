using PrivateGateway.Lambda;
using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>Event, invocation, answer: the last steps of a call.</summary>
internal sealed class LambdaIntegration(PrivateApi api, FunctionPool pool, TimeProvider time)
{
    private readonly BinaryMedia _binary = new(api.BinaryMediaTypes);
    private readonly string _functionArn = $"arn:{api.Partition}:lambda:{api.Region}:{api.AccountId}:function:{api.Function.Name}";

    public async Task<Answer> InvokeAsync(Call call)
    {
        var started = time.GetTimestamp();
        var invocation = new Invocation(Guid.NewGuid().ToString(), new ProxyEvent(api, _binary).Write(call), _functionArn, call.TraceId);
        InvocationResult result;
        using var limit = new CancellationTokenSource(call.Method!.Integration.Timeout, time);
        try
        {
            // Lambda runs an invocation to its end even when the caller or API Gateway has stopped waiting.
            result = await pool.InvokeAsync(invocation, limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            result = new(InvocationStatus.TimedOut, default, "API Gateway's own limit", Cold: false);
            return Failed(GatewayResponses.EndpointRequestTimedOut);
        }

        switch (result.Status)
        {
            case InvocationStatus.Responded:
                return Respond();
            case InvocationStatus.Throttled or InvocationStatus.TooLarge:
                return Failed(GatewayResponses.InternalServerError);
            default:
                return Failed(GatewayResponses.BadGateway);
        }

        Answer Respond()
        {
            try
            {
                var response = ProxyResponse.Parse(result.Payload);
                call.Integration = new(invocation.RequestId, response.Status, result.Cold, time.GetElapsedTime(started), Error: null);
                return new ResponseMapping(_binary).Map(call, response);
            }
            catch (FormatException e)
            {
                return Failed(GatewayResponses.BadGateway, $"Malformed Lambda proxy response: {e.Message}");
            }
        }

        Answer Failed(Answer refusal, string? error = null)
        {
            call.Integration = new(invocation.RequestId, null, result.Cold, time.GetElapsedTime(started), error ?? $"{result.Status}: {result.Detail}");
            return refusal;
        }
    }
}
