using PrivateGateway.Policies;

namespace PrivateGateway.Templates;

/// <summary>A function that the API calls.</summary>
/// <param name="LogicalId">Its logical id; for a function of another template, its name.</param>
internal sealed record LambdaFunction(string LogicalId, string Name)
{
    /// <summary>An assembly's name, <c>file.function</c>, ...; null for images, and where the function is not in the template.</summary>
    public string? Handler { get; init; }

    /// <summary>Such as dotnet10, nodejs22.x, provided.al2023; null for images, and where the function is not in the template.</summary>
    public string? Runtime { get; init; }

    public required FunctionCode Code { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    public int MemoryMegabytes { get; init; } = 128;

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>By variable: what is missing for its value, which only a process of the function needs.</summary>
    public IReadOnlyDictionary<string, string> MissingEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>SnapStart applies: it is on, and the API calls published versions only.</summary>
    public bool SnapStart { get; init; }

    public int? ReservedConcurrency { get; init; }

    /// <summary>Who may invoke the function; null (unknown) where the function is not in the template.</summary>
    public IReadOnlyList<InvokePermission>? Permissions { get; init; }

    /// <summary>
    /// Whether API Gateway may invoke the function, or its alias or version. Without the permission the caller gets 500.
    /// </summary>
    /// <param name="sourceArn"><c>arn:aws:execute-api:{region}:{account}:{api}/{stage}/{METHOD}/{resource path}</c>, or <c>.../{api}/authorizers/{id}</c>.</param>
    public bool MayBeInvokedBy(string sourceArn, string? qualifier) =>
        Permissions is null || Permissions.Any(permission => permission.Admits(sourceArn, qualifier));
}

/// <summary>Where a function's code is.</summary>
internal abstract record FunctionCode
{
    /// <param name="Path">A directory, a project or a zip, as the template names it, relative to the template.</param>
    internal sealed record Local(string Path) : FunctionCode;

    /// <param name="Source">The source of the single module <c>index</c>.</param>
    internal sealed record Inline(string Source) : FunctionCode;

    /// <summary>Not on this machine: <c>--function</c> must say where a copy is.</summary>
    /// <param name="Place">For people: the place in S3, the image, the other stack.</param>
    internal sealed record Elsewhere(string Place) : FunctionCode;
}

/// <summary>An AWS::Lambda::Permission for API Gateway.</summary>
/// <param name="Qualifier">The alias or version that may be invoked; null: the function without a qualifier.</param>
/// <param name="SourceArn">With wildcards; null: any API.</param>
internal sealed record InvokePermission(string? Qualifier, string? SourceArn)
{
    private static readonly PolicyRequest NoRequest = new("*", "lambda:InvokeFunction", "", new Dictionary<string, IReadOnlyList<string>>());

    public bool Admits(string sourceArn, string? qualifier) =>
        Qualifier == qualifier && (SourceArn is null || WildcardPattern.Parse(SourceArn).Matches(sourceArn, NoRequest) == true);
}
