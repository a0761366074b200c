using System.Text;
using System.Text.Json;

namespace PrivateGateway.Calls;

/// <summary>Every answer that API Gateway gives by itself: status, body and <c>x-amzn-errortype</c>.</summary>
internal static class GatewayResponses
{
    public static Answer Forbidden { get; } = Refusal(403, "ForbiddenException", "Forbidden", "ACCESS_DENIED");

    /// <summary>The same as <see cref="Forbidden"/> for the caller; access logs tell them apart.</summary>
    public static Answer InvalidApiKey { get; } = Refusal(403, "ForbiddenException", "Forbidden", "INVALID_API_KEY");

    public static Answer MissingAuthenticationToken { get; } =
        Refusal(403, "MissingAuthenticationTokenException", "Missing Authentication Token", "MISSING_AUTHENTICATION_TOKEN");

    public static Answer InvalidSecurityToken { get; } =
        Refusal(403, "UnrecognizedClientException", "The security token included in the request is invalid.", "ACCESS_DENIED");

    public static Answer TooManyRequests { get; } = Refusal(429, "TooManyRequestsException", "Too Many Requests", "THROTTLED");

    public static Answer LimitExceeded { get; } = Refusal(429, "LimitExceededException", "Limit Exceeded", "QUOTA_EXCEEDED");

    public static Answer RequestTooLong { get; } = Refusal(413, "RequestTooLargeException", "Request Too Long", "REQUEST_TOO_LARGE");

    // The status is documented, the body assumed.
    public static Answer UriTooLong { get; } = Refusal(414, "RequestUriTooLongException", "Request-URI Too Long", "DEFAULT_4XX");

    // Assumed: AWS documents the limit, not the answer.
    public static Answer HeadersTooLarge { get; } =
        Refusal(431, "RequestHeaderFieldsTooLargeException", "Request Header Fields Too Large", "DEFAULT_4XX");

    public static Answer BadRequest { get; } = Refusal(400, "BadRequestException", "Bad Request", "DEFAULT_4XX");

    /// <summary>What Kestrel answers to a request that is not HTTP, for the log.</summary>
    public static Answer BadHttp(BadHttpRequestException fault) => new(fault.StatusCode, [], default) { Message = fault.Message };

    public static Answer EndpointRequestTimedOut { get; } =
        Refusal(504, "InternalServerErrorException", "Endpoint request timed out", "INTEGRATION_TIMEOUT");

    /// <summary>Lambda ran the function, and it failed or answered what API Gateway cannot use.</summary>
    public static Answer BadGateway { get; } =
        Refusal(502, "InternalServerErrorException", "Internal server error", "DEFAULT_5XX");

    /// <summary>Lambda did not run the function (throttled, event too large), or its base64 cannot be decoded.</summary>
    public static Answer InternalServerError { get; } =
        Refusal(500, "InternalServerErrorException", "Internal server error", "DEFAULT_5XX");

    /// <param name="user"><c>anonymous</c>, or the caller's ARN.</param>
    /// <param name="accountId">Masked in the answer down to its last four digits.</param>
    public static Answer AccessDenied(string user, string methodArn, string accountId, bool isExplicit)
    {
        var masked = methodArn.Replace($":{accountId}:", $":********{accountId[^4..]}:", StringComparison.Ordinal);
        var message = $"User: {user} is not authorized to perform: execute-api:Invoke on resource: {masked}"
            + (isExplicit ? " with an explicit deny" : "");
        return Refusal(403, "AccessDeniedException", message, "ACCESS_DENIED", "Message");
    }

    /// <summary>An <c>Authorization</c> header that is no Signature Version 4, where only that is taken.</summary>
    public static Answer IncompleteSignature(string authorization) =>
        Refusal(
            403,
            "IncompleteSignatureException",
            "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. "
            + "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a "
            + $"'X-Amz-Date' or a 'Date' header. Authorization={authorization}",
            "INVALID_SIGNATURE");

    private static Answer Refusal(int status, string errorType, string message, string responseType, string member = "message") =>
        new(
            status,
            [new("Content-Type", "application/json"), new("x-amzn-errortype", errorType)],
            Encoding.UTF8.GetBytes($"{{\"{member}\":\"{JsonEncodedText.Encode(message, Json.Relaxed)}\"}}"))
        {
            ResponseType = responseType,
            Message = message,
        };
}
