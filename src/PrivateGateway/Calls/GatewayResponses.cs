using System.Text;
using System.Text.Json;

namespace PrivateGateway.Calls;

/// <summary>API Gateway's own responses: status, body and <c>x-amzn-errortype</c>. Their types are those of the template's gateway responses.</summary>
internal static class GatewayResponses
{
    public static Answer Forbidden { get; } = Error(403, "ForbiddenException", "Forbidden", "ACCESS_DENIED");

    /// <summary>The same as <see cref="Forbidden"/> for the caller; access logs tell them apart.</summary>
    public static Answer InvalidApiKey { get; } = Error(403, "ForbiddenException", "Forbidden", "INVALID_API_KEY");

    public static Answer MissingAuthenticationToken { get; } =
        Error(403, "MissingAuthenticationTokenException", "Missing Authentication Token", "MISSING_AUTHENTICATION_TOKEN");

    public static Answer InvalidSecurityToken { get; } =
        Error(403, "UnrecognizedClientException", "The security token included in the request is invalid.", "ACCESS_DENIED");

    public static Answer Unauthorized { get; } = Error(401, "UnauthorizedException", "Unauthorized", "UNAUTHORIZED");

    /// <summary>The authorizer failed, or its answer cannot be used.</summary>
    public static Answer AuthorizerFailure { get; } =
        new(500, [new("Content-Type", "application/json"), new("x-amzn-errortype", "AuthorizerConfigurationException")], "{\"message\":null}"u8.ToArray())
        {
            ResponseType = "AUTHORIZER_CONFIGURATION_ERROR",
        };

    public static Answer InvalidRequestBody { get; } = Error(400, "BadRequestException", "Invalid request body", "BAD_REQUEST_BODY");

    public static Answer UnsupportedMediaType { get; } =
        Error(415, "BadRequestException", "Unsupported Media Type", "UNSUPPORTED_MEDIA_TYPE");

    /// <summary>An HTTP backend that cannot be reached, or does not speak HTTP.</summary>
    public static Answer NetworkError { get; } =
        Error(504, "InternalServerErrorException", "Network error communicating with endpoint", "INTEGRATION_FAILURE");

    public static Answer TooManyRequests { get; } = Error(429, "TooManyRequestsException", "Too Many Requests", "THROTTLED");

    public static Answer LimitExceeded { get; } = Error(429, "LimitExceededException", "Limit Exceeded", "QUOTA_EXCEEDED");

    public static Answer RequestTooLong { get; } = Error(413, "RequestTooLargeException", "Request Too Long", "REQUEST_TOO_LARGE");

    // The status is documented, the body assumed.
    public static Answer UriTooLong { get; } = Error(414, "RequestUriTooLongException", "Request-URI Too Long", "DEFAULT_4XX");

    // Assumed: AWS documents the limit, not the answer.
    public static Answer HeadersTooLarge { get; } =
        Error(431, "RequestHeaderFieldsTooLargeException", "Request Header Fields Too Large", "DEFAULT_4XX");

    public static Answer BadRequest { get; } = Error(400, "BadRequestException", "Bad Request", "DEFAULT_4XX");

    /// <summary>What Kestrel answers to a request that is not HTTP, for the log.</summary>
    public static Answer BadHttp(BadHttpRequestException fault) => new(fault.StatusCode, [], default) { Message = fault.Message };

    public static Answer EndpointRequestTimedOut { get; } =
        Error(504, "InternalServerErrorException", "Endpoint request timed out", "INTEGRATION_TIMEOUT");

    /// <summary>Lambda ran the function, and it failed or returned a response that API Gateway cannot use.</summary>
    public static Answer BadGateway { get; } =
        Error(502, "InternalServerErrorException", "Internal server error", "DEFAULT_5XX");

    /// <summary>Lambda did not run the function (throttled, event too large), or its base64 cannot be decoded.</summary>
    public static Answer InternalServerError { get; } =
        Error(500, "InternalServerErrorException", "Internal server error", "DEFAULT_5XX");

    /// <param name="user"><c>anonymous</c>, or the caller's ARN.</param>
    /// <param name="accountId">Masked in the answer down to its last four digits.</param>
    public static Answer AccessDenied(string user, string methodArn, string accountId, bool isExplicit)
    {
        var masked = methodArn.Replace($":{accountId}:", $":********{accountId[^4..]}:", StringComparison.Ordinal);
        var message = $"User: {user} is not authorized to perform: execute-api:Invoke on resource: {masked}"
            + (isExplicit ? " with an explicit deny" : "");
        return Error(403, "AccessDeniedException", message, "ACCESS_DENIED", "Message");
    }

    public static Answer MissingParameters(IEnumerable<string> names) =>
        Error(400, "BadRequestException", $"Missing required request parameters: [{string.Join(", ", names)}]", "BAD_REQUEST_PARAMETERS");

    /// <summary>The policy of a Lambda authorizer does not allow the method.</summary>
    public static Answer AuthorizerDenied(bool isExplicit) => Error(
        403, "AccessDeniedException", $"User is not authorized to access this resource{(isExplicit ? " with an explicit deny" : "")}", "ACCESS_DENIED", "Message");

    /// <summary>An <c>Authorization</c> header that is not a Signature Version 4, where only that is accepted.</summary>
    public static Answer IncompleteSignature(string authorization) =>
        Error(
            403,
            "IncompleteSignatureException",
            "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. "
            + "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a "
            + $"'X-Amz-Date' or a 'Date' header. Authorization={authorization}",
            "INVALID_SIGNATURE");

    private static Answer Error(int status, string errorType, string message, string responseType, string member = "message") =>
        new(
            status,
            [new("Content-Type", "application/json"), new("x-amzn-errortype", errorType)],
            Encoding.UTF8.GetBytes($"{{\"{member}\":\"{JsonEncodedText.Encode(message, Json.Relaxed)}\"}}"))
        {
            ResponseType = responseType,
            Message = message,
        };
}
