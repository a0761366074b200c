namespace PrivateGateway.Calls;

/// <summary>What a caller gets. A step of the call that has one ends the call; a step without one (null) lets it pass.</summary>
internal sealed record Answer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>API Gateway's own name for a refusal (<c>$context.error.responseType</c>); null for what the function said.</summary>
    public string? ResponseType { get; init; }

    /// <summary>The message of a refusal.</summary>
    public string? Message { get; init; }
}
