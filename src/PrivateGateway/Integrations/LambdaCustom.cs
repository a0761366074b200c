using System.Text.Json;
using PrivateGateway.Calls;
using PrivateGateway.Lambda;
using PrivateGateway.Templates;

namespace PrivateGateway.Integrations;

/// <summary>The Lambda integration without a proxy: the mapped request is the event, the function's raw result is mapped to the answer.</summary>
internal sealed class LambdaCustom(LambdaInvoker invoker)
{
    public async Task<Answer> InvokeAsync(Call call, LambdaCustomIntegration integration)
    {
        if (IntegrationMapping.Request(call, integration.Request) is not { } payload)
            return GatewayResponses.UnsupportedMediaType;

        if (invoker.Find(call, integration.FunctionArn, integration.UsesRole) is not { } target)
            return GatewayResponses.InternalServerError;

        if (payload.Length == 0)
            payload = "{}"u8.ToArray();

        if (integration.IsAsynchronous)
        {
            // Lambda queues the event and answers 202 with an empty body.
            _ = invoker.InvokeAsync(call, target, payload, TimeSpan.FromMinutes(15));
            return Map(call, integration, "", default);
        }

        var result = await invoker.InvokeAsync(call, target, payload, integration.Timeout);
        if (result.Invocation is null)
            return result.Failure!;

        if (result.Invocation.Stream is { } stream)
        {
            stream.End(isComplete: false);
            return LambdaInvoker.Malformed(call, "The function streams, which only proxy integrations take");
        }

        // A function's error goes through the mapping too: its message chooses the response.
        return result.Failure is null
            ? Map(call, integration, "", result.Invocation.Payload)
            : Map(call, integration, result.Invocation.ErrorMessage, JsonSerializer.SerializeToUtf8Bytes(new { errorMessage = result.Invocation.ErrorMessage }));
    }

    private static Answer Map(Call call, LambdaCustomIntegration integration, string text, ReadOnlyMemory<byte> body)
    {
        if (IntegrationMapping.Choose(integration.Responses, text) is { } response)
            return IntegrationMapping.Response(call, response, body, _ => null);

        call.Explanation = "no integration response matches, and none is the default";
        return GatewayResponses.InternalServerError;
    }
}
