using System.Text.Json.Nodes;
using PrivateGateway.Policies;

namespace PrivateGateway.Templates;

/// <summary>A private REST API as API Gateway and Lambda hold it after a deployment: every intrinsic resolved, nothing left to look up.</summary>
internal sealed record PrivateApi
{
    public string LogicalId { get; init; } = "Api";

    /// <summary>Ten lower-case letters and digits, stable for one template.</summary>
    public required string ApiId { get; init; }

    public required string Region { get; init; }

    /// <summary>Twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>The partition of ARNs: aws, aws-cn, aws-us-gov.</summary>
    public string Partition { get; init; } = "aws";

    /// <summary>At least one. All of them are served.</summary>
    public IReadOnlyList<ApiStage> Stages { get; init; } = [];

    /// <summary>The first stage.</summary>
    public ApiStage Stage
    {
        get => Stages[0];
        init => Stages = [value];
    }

    public required PolicyDocument ResourcePolicy { get; init; }

    /// <summary>The endpoints associated with the API: only for these does the alias <c>{api-id}-{vpce-id}</c> exist.</summary>
    public required IReadOnlyList<string> VpcEndpointIds { get; init; }

    /// <summary>The interface endpoints for execute-api that the template makes, then those that it only names.</summary>
    public IReadOnlyList<InterfaceEndpoint> InterfaceEndpoints { get; init; } = [];

    public required IReadOnlyList<ApiMethod> Methods { get; init; }

    /// <summary>JSON schemas by the model's name. A schema may refer to another model by <c>.../models/{name}</c>.</summary>
    public IReadOnlyDictionary<string, JsonNode> Models { get; init; } = new Dictionary<string, JsonNode>();

    public required IReadOnlyList<string> BinaryMediaTypes { get; init; }

    /// <summary>The keys come from the Lambda authorizer's <c>usageIdentifierKey</c>, not from the header x-api-key.</summary>
    public bool ApiKeyFromAuthorizer { get; init; }

    /// <summary>The default names answer 403; only custom domains lead to the API.</summary>
    public bool DisableExecuteApiEndpoint { get; init; }

    /// <summary>By response type, such as INVALID_API_KEY, ACCESS_DENIED, DEFAULT_4XX.</summary>
    public IReadOnlyDictionary<string, GatewayResponse> GatewayResponses { get; init; } = new Dictionary<string, GatewayResponse>();

    /// <summary>The plans that include one of the stages; empty where the template makes none.</summary>
    public required IReadOnlyList<UsagePlan> UsagePlans { get; init; }

    public IReadOnlyList<CustomDomain> CustomDomains { get; init; } = [];

    /// <summary>The first custom domain; null where there is none.</summary>
    public CustomDomain? CustomDomain
    {
        get => CustomDomains.Count > 0 ? CustomDomains[0] : null;
        init => CustomDomains = value is null ? [] : [value];
    }

    /// <summary>The functions that integrations and authorizers call; none where every method is a mock or a proxy to HTTP.</summary>
    public IReadOnlyList<LambdaFunction> Functions { get; init; } = [];

    /// <summary>The first function.</summary>
    public LambdaFunction Function
    {
        get => Functions[0];
        init => Functions = [value];
    }

    /// <summary>The local files that the template includes.</summary>
    public IReadOnlyList<string> IncludedFiles { get; init; } = [];

    /// <summary>Variables that the template's Metadata gives functions in local runs (<see cref="LocalDefaults"/>).</summary>
    public IReadOnlyDictionary<string, string> LocalEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>Publish profiles by runtime, from the template's Metadata (<see cref="LocalDefaults"/>).</summary>
    public IReadOnlyDictionary<string, string> PublishProfiles { get; init; } = new Dictionary<string, string>();
}

/// <param name="Name">The first segment of every path.</param>
/// <param name="Variables">The event's stageVariables.</param>
/// <param name="AccessLogFormat">One line with $context variables; null where the stage logs no access.</param>
/// <param name="RateLimit">Requests a second; null for the account's limit.</param>
/// <param name="BurstLimit">Size of the token bucket; null for the account's limit.</param>
internal sealed record ApiStage(
    string Name, IReadOnlyDictionary<string, string> Variables, string? AccessLogFormat, double? RateLimit, int? BurstLimit)
{
    /// <summary>Limits of single methods. They take the place of the stage's limit for their method.</summary>
    public IReadOnlyList<MethodThrottle> MethodThrottles { get; init; } = [];
}

/// <param name="ResourcePath">The resource, as in <see cref="ApiMethod"/>; <c>/*</c>: every resource.</param>
/// <param name="HttpMethod">GET, OPTIONS, ...; <c>*</c>: every method.</param>
internal sealed record MethodThrottle(string ResourcePath, string HttpMethod, double? RateLimit, int? BurstLimit);

/// <param name="StatusCode">Null: the status that API Gateway gives by itself.</param>
/// <param name="Headers">Values by header name, as written: <c>'quoted text'</c>, or a mapping such as <c>method.request.header.Origin</c>.</param>
/// <param name="Templates">Bodies by content type; they may name <c>$context</c> variables.</param>
internal sealed record GatewayResponse(
    int? StatusCode, IReadOnlyDictionary<string, string> Headers, IReadOnlyDictionary<string, string> Templates);

/// <param name="BasePath">Empty, or the path's first segment that takes the place of the stage.</param>
/// <param name="Arn">The domain as a resource of policies, in execute-api.</param>
internal sealed record CustomDomain(string Name, string BasePath, string Arn, PolicyDocument Policy)
{
    /// <summary>Null: the path's next segment names the stage.</summary>
    public string? Stage { get; init; }
}

/// <summary>An interface endpoint for execute-api.</summary>
/// <param name="LogicalId">Null where the template names the endpoint without making it.</param>
/// <param name="Policy">Null: the default, full access, or not known.</param>
/// <param name="Subnets">How many subnets, and so addresses, it has; at least 1.</param>
internal sealed record InterfaceEndpoint(string Id, string? LogicalId, PolicyDocument? Policy, string? VpcId, int Subnets);
