namespace PetStore.Client;

/// <summary>Where the API is, and how it is called. Exactly one of <see cref="BaseUrl"/> and <see cref="VpceDnsName"/> is set.</summary>
public sealed class PetStoreClientOptions
{
    /// <summary>
    /// Where the API is mounted, with the stage or base path: <c>http://localhost:5080</c>,
    /// <c>https://{api-id}.execute-api.{region}.amazonaws.com/v1</c>,
    /// <c>https://{api-id}-{vpce-id}.execute-api.{region}.amazonaws.com/v1</c>, or a custom domain's name.
    /// </summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>
    /// The VPC endpoint's own DNS name, <c>{vpce-id}-{suffix}.execute-api.{region}.vpce.amazonaws.com</c>: for where private DNS
    /// does not resolve. Many APIs share it, so it needs <see cref="ApiId"/>.
    /// </summary>
    public string? VpceDnsName { get; set; }

    /// <summary>The API's id, sent as <c>x-apigw-api-id</c>.</summary>
    public string? ApiId { get; set; }

    /// <summary>The stage behind <see cref="VpceDnsName"/>; <c>v1</c> where it is not set. A base URL has the stage in it.</summary>
    public string? Stage { get; set; }

    /// <summary>Sent as <c>x-api-key</c>, for deployments with <c>AccessMode=AnyVpcEndpointWithApiKey</c>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>How often a call that may be repeated is repeated: 0 to 10.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>The time for one attempt. API Gateway gives up after 29 seconds: with less, answers are missed that still come.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The time for a call with all its attempts and the waits between them.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>What relative paths are resolved against; with a slash at the end, so that the stage stays.</summary>
    internal Uri Address => BaseUrl is { } url
        ? new Uri(url.AbsoluteUri.TrimEnd('/') + "/")
        : new Uri($"https://{VpceDnsName}/{Stage ?? "v1"}/");
}
