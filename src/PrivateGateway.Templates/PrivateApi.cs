using PrivateGateway.Policies;

namespace PrivateGateway.Templates;

/// <summary>What API Gateway and Lambda hold once a template is deployed: every intrinsic resolved, nothing left to look up.</summary>
internal sealed record PrivateApi
{
    /// <summary>Ten lower-case letters and digits, stable for one template.</summary>
    public required string ApiId { get; init; }

    public required string Region { get; init; }

    /// <summary>Twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>The partition of ARNs: aws, aws-cn, aws-us-gov.</summary>
    public string Partition { get; init; } = "aws";

    public required ApiStage Stage { get; init; }

    public required PolicyDocument ResourcePolicy { get; init; }

    /// <summary>The endpoints associated with the API: only for these does the alias <c>{api-id}-{vpce-id}</c> exist.</summary>
    public required IReadOnlyList<string> VpcEndpointIds { get; init; }

    public required IReadOnlyList<ApiMethod> Methods { get; init; }

    public required IReadOnlyList<string> BinaryMediaTypes { get; init; }

    /// <summary>The plans whose stages include this one; empty where no key is asked for.</summary>
    public required IReadOnlyList<UsagePlan> UsagePlans { get; init; }

    public CustomDomain? CustomDomain { get; init; }

    public required LambdaFunction Function { get; init; }
}

/// <param name="Name">The first segment of every path.</param>
/// <param name="Variables">The event's stageVariables.</param>
/// <param name="AccessLogFormat">One line with $context variables; null where the stage logs no access.</param>
/// <param name="RateLimit">Requests a second; null for the account's limit.</param>
/// <param name="BurstLimit">Size of the token bucket; null for the account's limit.</param>
internal sealed record ApiStage(
    string Name, IReadOnlyDictionary<string, string> Variables, string? AccessLogFormat, double? RateLimit, int? BurstLimit);

/// <summary>A method of a resource; all of them are Lambda proxy integrations.</summary>
/// <param name="ResourcePath"><c>/</c>, <c>/{proxy+}</c>, <c>/pets/{petId}</c>.</param>
/// <param name="HttpMethod">GET, OPTIONS, ..., or ANY.</param>
internal sealed record ApiMethod(
    string ResourcePath, string HttpMethod, bool ApiKeyRequired, MethodAuthorization Authorization, TimeSpan IntegrationTimeout);

internal enum MethodAuthorization
{
    None,
    AwsIam,
}

/// <param name="RateLimit">Requests a second and key; null: none.</param>
/// <param name="QuotaLimit">Requests a period and key; null: none.</param>
/// <param name="QuotaPeriod">DAY, WEEK or MONTH; null where there is no quota.</param>
internal sealed record UsagePlan(
    string Name, double? RateLimit, int? BurstLimit, int? QuotaLimit, string? QuotaPeriod, IReadOnlyList<ApiKey> Keys);

/// <param name="Value">What a client sends as x-api-key. Made up (and printed at start) where the template gives none.</param>
internal sealed record ApiKey(string Id, string Name, string Value, bool Enabled);

/// <param name="BasePath">Empty, or the path's first segment that takes the place of the stage.</param>
/// <param name="Arn">The domain as a resource of policies, in execute-api.</param>
internal sealed record CustomDomain(string Name, string BasePath, string Arn, PolicyDocument Policy);

/// <param name="Handler">An assembly's name for managed runtimes.</param>
/// <param name="CodeUri">A directory, a project or a zip, as the template names it, relative to the template.</param>
internal sealed record LambdaFunction(
    string Name,
    string Handler,
    string Runtime,
    string CodeUri,
    TimeSpan Timeout,
    int MemoryMegabytes,
    IReadOnlyDictionary<string, string> Environment,
    bool SnapStart,
    int? ReservedConcurrency);
