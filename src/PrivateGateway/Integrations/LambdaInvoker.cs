using PrivateGateway.Calls;
using PrivateGateway.Lambda;
using PrivateGateway.Templates;

namespace PrivateGateway.Integrations;

/// <param name="Failure">The answer where the function did not give a result; null otherwise.</param>
internal readonly record struct Invoked(InvocationResult? Invocation, Answer? Failure);

/// <summary>Invokes functions for integrations and records the outcome on the call.</summary>
internal sealed class LambdaInvoker(PrivateApi api, FunctionSet functions, TimeProvider time)
{
    /// <summary>The function of the call's stage; null where there is none, or where API Gateway may not invoke it.</summary>
    public FunctionTarget? Find(Call call, string functionArn, bool usesRole)
    {
        var target = FunctionTarget.Find(api.Functions, functionArn, call.Stage);
        if (target is not null && (usesRole || target.Function.MayBeInvokedBy(call.MethodArn(api, call.Method!.ResourcePath), target.Qualifier)))
            return target;

        call.Integration = new("", null, Cold: false, TimeSpan.Zero, target is null
            ? $"There is no function {FunctionTarget.InStage(functionArn, call.Stage)}"
            : $"API Gateway may not invoke the function {target.Function.LogicalId}: an AWS::Lambda::Permission is missing");
        return null;
    }

    public async Task<Invoked> InvokeAsync(Call call, FunctionTarget target, ReadOnlyMemory<byte> payload, TimeSpan timeout)
    {
        var started = time.GetTimestamp();
        call.Event = payload;
        var arn = $"arn:{api.Partition}:lambda:{api.Region}:{api.AccountId}:function:{target.Function.Name}{(target.Qualifier is { } name ? $":{name}" : "")}";
        var invocation = new Invocation(Guid.NewGuid().ToString(), payload, arn, call.TraceId);
        InvocationResult result;
        using var limit = new CancellationTokenSource(timeout, time);
        // Lambda runs an invocation to its end even when the caller or API Gateway has stopped waiting.
        var running = functions[target.Function].InvokeAsync(invocation, limit.Token);
        try
        {
            result = await running.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _ = running.ContinueWith(late => late.Result.Stream?.End(isComplete: false), TaskContinuationOptions.OnlyOnRanToCompletion);
            result = new(InvocationStatus.TimedOut, default, "API Gateway's own limit", Cold: false);
            Note();
            return new(null, GatewayResponses.EndpointRequestTimedOut);
        }

        Note();
        return result.Status switch
        {
            InvocationStatus.Responded => new(result, null),
            InvocationStatus.FunctionError => new(result, GatewayResponses.BadGateway),
            InvocationStatus.Throttled or InvocationStatus.TooLarge => new(null, GatewayResponses.InternalServerError),
            _ => new(null, GatewayResponses.BadGateway),
        };

        void Note() => call.Integration = new(
            invocation.RequestId, null, result.Cold, time.GetElapsedTime(started),
            result.Status == InvocationStatus.Responded ? null : $"{result.Status}: {result.Detail}");
    }

    /// <summary>The status that the function gave.</summary>
    public static void Responded(Call call, int status) => call.Integration = call.Integration! with { Status = status };

    /// <summary>A result that API Gateway cannot use.</summary>
    public static Answer Malformed(Call call, string error)
    {
        call.Integration = call.Integration! with { Error = error };
        return GatewayResponses.BadGateway;
    }
}
