namespace PrivateGateway.Calls;

/// <summary>The API's binaryMediaTypes: which bodies travel as base64.</summary>
internal sealed class BinaryMedia(IReadOnlyList<string> types)
{
    private readonly bool _everything = types.Contains("*/*");

    public bool IsBinaryRequest(string? contentType) => _everything || Matches(contentType);

    /// <summary>Only the first type of an Accept header counts, and its wildcards are compared literally.</summary>
    public bool AcceptsBinary(string? accept) => _everything || Matches(accept?.Split(',')[0]);

    private bool Matches(string? value)
    {
        var type = value?.Split(';')[0].Trim() ?? "";
        return type.Contains('/') && types.Any(binary =>
            binary.Equals(type, StringComparison.OrdinalIgnoreCase)
            || (binary.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(binary[..^1], StringComparison.OrdinalIgnoreCase)));
    }
}
