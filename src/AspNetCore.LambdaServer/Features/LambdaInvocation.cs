using System.Text.Json;
using AspNetCore.LambdaServer.Events;
using AspNetCore.LambdaServer.RuntimeApi;

namespace AspNetCore.LambdaServer.Features;

internal sealed class LambdaInvocation(Invocation invocation, ProxyRequestContext context) : ILambdaInvocation
{
    private JsonElement? _event;
    private bool _hasEnded;

    public string RequestId => invocation.RequestId;

    public DateTimeOffset? Deadline => invocation.Deadline;

    public string? FunctionArn => invocation.FunctionArn;

    public string? TraceId => invocation.TraceId;

    public string? GatewayRequestId => context.RequestId;

    public string? ExtendedRequestId => context.ExtendedRequestId;

    public string? AccountId => context.AccountId;

    public string? ApiId => context.ApiId;

    public string? Stage => context.Stage;

    public string? DomainName => context.DomainName;

    public string? SourceIp => context.SourceIp;

    public string? VpcId => context.VpcId;

    public string? VpceId => context.VpceId;

    public string? ApiKeyId => context.ApiKeyId;

    public JsonElement RawEvent => _event ??= _hasEnded
        ? throw new InvalidOperationException("The request has ended.")
        : JsonElement.Parse(invocation.Payload.Span);

    public void End() => _hasEnded = true;
}
