namespace PrivateGateway.Templates;

/// <summary>What a method calls.</summary>
internal abstract record Integration
{
    /// <summary>API Gateway's default.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(29);

    public TimeSpan Timeout { get; init; } = DefaultTimeout;
}

/// <summary>AWS_PROXY: the proxy event goes to a function, whose proxy response is the answer.</summary>
/// <param name="FunctionArn">As in the integration's URI; may name stage variables. See <see cref="FunctionTarget"/>.</param>
internal sealed record LambdaProxyIntegration(string FunctionArn) : Integration
{
    /// <summary>The response transfer mode is STREAM.</summary>
    public bool Streams { get; init; }

    /// <summary>API Gateway invokes the function with a role (Credentials): no invoke permission is needed.</summary>
    public bool UsesRole { get; init; }
}

/// <summary>AWS with a function: the mapped request is the event, the function's raw result is mapped to the answer.</summary>
internal sealed record LambdaCustomIntegration(
    string FunctionArn, IntegrationRequest Request, IReadOnlyList<IntegrationResponse> Responses) : Integration
{
    public bool UsesRole { get; init; }

    /// <summary>The header X-Amz-Invocation-Type is 'Event': the function is called asynchronously.</summary>
    public bool IsAsynchronous { get; init; }
}

/// <summary>MOCK: the request template gives a status code, which chooses the response.</summary>
internal sealed record MockIntegration(IntegrationRequest Request, IReadOnlyList<IntegrationResponse> Responses) : Integration;

/// <summary>HTTP_PROXY and HTTP.</summary>
/// <param name="HttpMethod">GET, POST, ..., or ANY: the caller's own.</param>
/// <param name="Uri">May name path parameters (<c>{proxy}</c>) and stage variables.</param>
internal sealed record HttpIntegration(bool IsProxy, string HttpMethod, string Uri, IntegrationRequest Request) : Integration
{
    /// <summary>The VPC link's id where the connection goes through one; null: the internet.</summary>
    public string? VpcLinkId { get; init; }

    /// <summary>Empty for a proxy.</summary>
    public IReadOnlyList<IntegrationResponse> Responses { get; init; } = [];

    /// <summary>The response transfer mode is STREAM.</summary>
    public bool Streams { get; init; }
}

/// <param name="Parameters">By target, such as <c>integration.request.path.proxy</c>: a source such as <c>method.request.path.proxy</c>, or <c>'text'</c>.</param>
/// <param name="Templates">Mapping templates by content type.</param>
/// <param name="PassthroughBehavior">WHEN_NO_MATCH, WHEN_NO_TEMPLATES or NEVER: what happens to a body without a template.</param>
internal sealed record IntegrationRequest(
    IReadOnlyDictionary<string, string> Parameters, IReadOnlyDictionary<string, string> Templates, string PassthroughBehavior = "WHEN_NO_MATCH")
{
    /// <summary>CONVERT_TO_TEXT or CONVERT_TO_BINARY; null: as it is.</summary>
    public string? ContentHandling { get; init; }
}

/// <param name="SelectionPattern">For mocks and HTTP compared with the backend's status, for Lambda with the error message; null: the default response.</param>
/// <param name="Parameters">By target, such as <c>method.response.header.Access-Control-Allow-Origin</c>: a source, or <c>'text'</c>.</param>
/// <param name="Templates">Mapping templates by content type.</param>
internal sealed record IntegrationResponse(
    int StatusCode, string? SelectionPattern, IReadOnlyDictionary<string, string> Parameters, IReadOnlyDictionary<string, string> Templates)
{
    /// <summary>CONVERT_TO_TEXT or CONVERT_TO_BINARY; null: as it is.</summary>
    public string? ContentHandling { get; init; }
}
