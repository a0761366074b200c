using System.IO.Pipelines;
using PrivateGateway.Calls;
using PrivateGateway.Lambda;
using PrivateGateway.Templates;

namespace PrivateGateway.Integrations;

/// <summary>The Lambda proxy integration: the proxy event goes in, a proxy response or a stream comes out.</summary>
internal sealed class LambdaProxy(PrivateApi api, LambdaInvoker invoker)
{
    // The limit of response streaming; the 29 seconds of buffered integrations do not apply.
    private static readonly TimeSpan StreamLimit = TimeSpan.FromMinutes(15);

    private readonly BinaryMedia _binary = new(api.BinaryMediaTypes);

    public async Task<Answer> InvokeAsync(Call call, LambdaProxyIntegration integration)
    {
        if (invoker.Find(call, integration.FunctionArn, integration.UsesRole) is not { } target)
            return GatewayResponses.InternalServerError;

        var result = await invoker.InvokeAsync(
            call, target, new ProxyEvent(api, _binary).Write(call), integration.Streams ? StreamLimit : integration.Timeout);
        if (result.Failure is { } failure)
            return failure;

        return integration.Streams && !result.Invocation!.IsEcho ? await StreamAsync(call, result.Invocation!) : Buffer(call, result.Invocation!);
    }

    private Answer Buffer(Call call, InvocationResult result)
    {
        if (result.Stream is { } stream)
        {
            stream.End(isComplete: false);
            return LambdaInvoker.Malformed(call, "The function streams, and the integration's response transfer mode is not STREAM");
        }

        try
        {
            var response = ProxyResponse.Parse(result.Payload);
            LambdaInvoker.Responded(call, response.Status);
            return new ResponseMapping(_binary).Map(call, response);
        }
        catch (FormatException e)
        {
            return LambdaInvoker.Malformed(call, $"Malformed Lambda proxy response: {e.Message}");
        }
    }

    // Not documented, assumed: a function that does not stream fails a streaming integration with 502.
    private async Task<Answer> StreamAsync(Call call, InvocationResult result)
    {
        if (result.Stream is not { HasPrelude: true } stream)
        {
            result.Stream?.End(isComplete: false);
            return LambdaInvoker.Malformed(call, "The integration's response transfer mode is STREAM, and the function does not stream with a prelude");
        }

        try
        {
            var response = await StreamPrelude.ReadAsync(stream.Body, call.Http.RequestAborted);
            LambdaInvoker.Responded(call, response.Status);
            return new ResponseMapping(_binary).Map(call, response) with { Stream = new LambdaStream(stream) };
        }
        catch (Exception e) when (e is FormatException or IOException or OperationCanceledException or InvalidOperationException)
        {
            stream.End(isComplete: false);
            return LambdaInvoker.Malformed(call, $"Malformed prelude of the stream: {e.Message}");
        }
    }

    /// <summary>What follows the prelude. An error trailer, or the end of the process, aborts the client's connection.</summary>
    private sealed class LambdaStream(StreamedResponse stream) : AnswerStream
    {
        public override PipeReader Body => stream.Body;

        public override string? Error => stream.TrailingError();

        public override void End(bool isComplete) => stream.End(isComplete);
    }
}
