using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.Extensions.NETCore.Setup;

/// <summary>
/// What an app may say of its AWS clients. Whatever is null is found by the SDK's own chain: the environment, the shared
/// credentials and configuration files, the role of the function.
/// </summary>
public class AWSOptions
{
    /// <summary>The name of a profile in the shared credentials and configuration files.</summary>
    public string? Profile { get; set; }

    public RegionEndpoint? Region { get; set; }

    /// <summary>Where set, the SDK looks for no others.</summary>
    public AWSCredentials? Credentials { get; set; }

    public DefaultClientConfig DefaultClientConfig { get; } = new();
}

/// <summary>Settings copied to the configuration of each client.</summary>
public class DefaultClientConfig
{
    /// <summary>An endpoint in place of the service's own, for example <c>http://localhost:8000</c>. Wins over the region.</summary>
    [SuppressMessage("Design", "CA1056", Justification = "The SDK's own type for it.")]
    public string? ServiceURL { get; set; }

    public RequestRetryMode? RetryMode { get; set; }

    /// <summary>How often a failed request is repeated.</summary>
    public int? MaxErrorRetry { get; set; }

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan? Timeout { get; set; }
}
