using AspNetCore.LambdaServer.Events;
using AspNetCore.LambdaServer.RuntimeApi;

namespace AspNetCore.LambdaServer.Features;

internal sealed class LambdaInvocation(Invocation invocation, ProxyRequestContext context) : ILambdaInvocation
{
    public string RequestId => invocation.RequestId;

    public DateTimeOffset? Deadline => invocation.Deadline;

    public string? FunctionArn => invocation.FunctionArn;

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
}
