using System.Text;
using System.Text.Json;

namespace PrivateGateway.Lambda;

/// <summary>With <c>--no-functions</c>: answers each invocation with the event that the function would have received.</summary>
internal sealed class EventEcho : ILambdaFunction
{
    public int WarmEnvironments => 0;

    public Task<InvocationResult> InvokeAsync(Invocation invocation, CancellationToken timeout)
    {
        var response = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object> { ["statusCode"] = 200, ["body"] = Encoding.UTF8.GetString(invocation.Payload.Span) });
        return Task.FromResult(new InvocationResult(InvocationStatus.Responded, response, null, Cold: false) { IsEcho = true });
    }
}
