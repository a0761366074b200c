using System.Globalization;
using System.Text.Json.Nodes;
using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>The <c>$context</c> variables of access logs, mapping templates and gateway responses.</summary>
internal static class ContextVariables
{
    /// <returns>Null: the variable has no value for this call, or does not exist.</returns>
    public static string? ValueOf(Call call, string name) => name switch
    {
        "accountId" => call.Api.AccountId,
        "apiId" => call.Api.ApiId,
        "awsEndpointRequestId" or "integration.requestId" => call.Integration?.RequestId,
        "customDomain.basePathMatched" => call.CustomDomain?.BasePath,
        "deploymentId" => DeploymentId(call),
        "domainName" => call.Host,
        "domainPrefix" => call.Host.Split('.')[0],
        "error.message" => call.Answer?.Message,
        "error.messageString" => call.Answer?.Message is { } message ? $"\"{message}\"" : null,
        "error.responseType" => call.Answer?.ResponseType,
        "extendedRequestId" => call.ExtendedRequestId,
        "httpMethod" => call.HttpMethod,
        "identity.accountId" => call.Principal is null ? null : Signer.Of(call).AccountId,
        "identity.apiKey" => call.ApiKey?.Value,
        "identity.apiKeyId" => call.ApiKey?.Id,
        "identity.caller" or "identity.user" => call.Principal is null ? null : Signer.Of(call).Caller,
        "identity.sourceIp" => call.SourceIp,
        "identity.userAgent" => call.Header("User-Agent"),
        "identity.userArn" => call.Principal,
        "identity.vpcId" => call.Endpoint.VpcId,
        "identity.vpceId" => call.Endpoint.VpcEndpointId,
        // Of Lambda itself, as opposed to integration.status, which is the function's.
        "integration.integrationStatus" or "integrationStatus" => call.Integration is null ? null : "200",
        "integration.error" or "integrationErrorMessage" => call.Integration?.Error,
        "integration.latency" or "integrationLatency" => Milliseconds(call.Integration?.Latency),
        "integration.status" => call.Integration?.Status?.ToString(CultureInfo.InvariantCulture),
        "path" => call.Prefix + call.RawPath,
        "protocol" => "HTTP/1.1",
        "requestId" => call.RequestId,
        "requestTime" => call.RequestTime,
        "requestTimeEpoch" => call.Received.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        "resourceId" => call.Method is null ? null : ResourceId(call),
        "resourcePath" => call.Method?.ResourcePath,
        "responseLatency" => Milliseconds(call.Elapsed),
        "responseLength" => call.Answer?.Body.Length.ToString(CultureInfo.InvariantCulture),
        "stage" => call.Stage.Name,
        "status" => call.Answer?.Status.ToString(CultureInfo.InvariantCulture),
        _ when name.StartsWith("authorizer.", StringComparison.Ordinal) => Authorizer(call, name["authorizer.".Length..]),
        _ => null,
    };

    public static string ResourceId(Call call) => StableIds.Id($"{call.Api.ApiId}{call.Method!.ResourcePath}", 6);

    public static string DeploymentId(Call call) => StableIds.Id($"{call.Api.ApiId} deployed to {call.Stage.Name}", 6);

    // authorizer.claims.sub is a member of an object, authorizer.principalId one of the context itself.
    private static string? Authorizer(Call call, string name)
    {
        JsonNode? value = call.AuthorizerContext;
        foreach (var member in name.Split('.'))
            value = (value as JsonObject)?[member];

        return value is JsonValue text ? text.ToString() : value?.ToJsonString();
    }

    private static string? Milliseconds(TimeSpan? time) =>
        time is { } value ? Math.Round(value.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) : null;
}
