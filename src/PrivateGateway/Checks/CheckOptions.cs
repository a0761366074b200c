namespace PrivateGateway.Checks;

/// <summary>Which calls are checked. Values not given here come from the template and its policies.</summary>
internal sealed record CheckOptions
{
    public IReadOnlyList<string> VpcEndpointIds { get; init; } = [];

    public string? VpcId { get; init; }

    public IReadOnlyList<string> SourceIps { get; init; } = [];

    /// <summary>ARNs; each stands for the signer of a signed request.</summary>
    public IReadOnlyList<string> Principals { get; init; } = [];

    /// <summary>Whether the callers have a valid API key.</summary>
    public bool ApiKey { get; init; }

    public string? Method { get; init; }

    /// <summary>Below the stage, with a leading slash.</summary>
    public string? Path { get; init; }

    public string? Stage { get; init; }

    /// <summary>As in <see cref="GatewayOptions.Context"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Context { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
