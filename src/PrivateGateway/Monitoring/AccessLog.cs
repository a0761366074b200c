using System.Globalization;
using System.Text.RegularExpressions;
using PrivateGateway.Calls;
using PrivateGateway.Templates;

namespace PrivateGateway.Monitoring;

/// <summary>The stage's access log, in the format that the template gives. A variable without a value is a hyphen, as in AWS.</summary>
internal sealed partial class AccessLog(PrivateApi api, string format)
{
    public string Line(Call call, Answer answer, TimeSpan elapsed) => Variable().Replace(format, variable =>
        Value(variable.Groups[1].Value, call, answer, elapsed) is { Length: > 0 } value ? value : "-");

    private string? Value(string name, Call call, Answer answer, TimeSpan elapsed) => name switch
    {
        "accountId" => api.AccountId,
        "apiId" => api.ApiId,
        "awsEndpointRequestId" or "integration.requestId" => call.Integration?.RequestId,
        "customDomain.basePathMatched" => call.CustomDomain?.BasePath,
        "deploymentId" => ApiIds.DeploymentId(api),
        "domainName" => call.Host,
        "domainPrefix" => call.Host.Split('.')[0],
        "error.message" => answer.Message,
        "error.messageString" => answer.Message is null ? null : $"\"{answer.Message}\"",
        "error.responseType" => answer.ResponseType,
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
        "resourceId" => call.Method is null ? null : ApiIds.ResourceId(api, call.Method.ResourcePath),
        "resourcePath" => call.Method?.ResourcePath,
        "responseLatency" => Milliseconds(elapsed),
        "responseLength" => answer.Body.Length.ToString(CultureInfo.InvariantCulture),
        "stage" => api.Stage.Name,
        "status" => answer.Status.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? Milliseconds(TimeSpan? time) =>
        time is { } value ? Math.Round(value.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"\$context\.([A-Za-z]+(?:\.[A-Za-z]+)*)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
