using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>API Gateway's quotas for requests to private APIs. Kestrel refuses still larger requests before the pipeline starts.</summary>
internal static class Limits
{
    public const int Url = 8192;
    public const int HeaderValues = 8000;
    public const int MethodArn = 1600;
    public const int Payload = 10 * 1024 * 1024;

    public static Answer? CheckHead(Call call)
    {
        if ("https://".Length + call.Host.Length + call.RawTarget.Length > Url)
            return GatewayResponses.UriTooLong;

        // Documented as the combined size of all header values.
        if (call.Headers.Sum(header => header.Value.Sum(value => value?.Length ?? 0)) > HeaderValues)
            return GatewayResponses.HeadersTooLarge;

        // Both framings in one message allow request smuggling. Kestrel uses the chunks and moves the Content-Length to this header.
        if (call.Headers.TransferEncoding.Count > 0 && call.Headers.ContainsKey("X-Content-Length"))
            return GatewayResponses.BadRequest;

        return call.Http.Request.ContentLength > Payload ? GatewayResponses.RequestTooLong : null;
    }

    public static Answer? CheckMethodArn(Call call, PrivateApi api) =>
        call.MethodArn(api).Length > MethodArn ? GatewayResponses.UriTooLong : null;

    public static async Task<Answer?> ReadBodyAsync(Call call)
    {
        if (await RequestBody.ReadAsync(call.Http.Request, Payload, call.Http.RequestAborted) is not { } body)
            return GatewayResponses.RequestTooLong;

        call.Body = body;
        return null;
    }
}
