namespace PrivateGateway.Policies;

/// <summary>
/// An ARN whose parts may hold wildcards. The five colons separate: a wildcard ahead of the last part does not reach over one.
/// An ARN that ends early, in <c>*</c>, goes on with <c>*</c> (IAM's documentation of Resource).
/// </summary>
internal sealed class ResourcePattern
{
    private const int PartsOfAnArn = 6;

    private readonly string _written;
    private readonly IReadOnlyList<WildcardPattern> _parts;

    private ResourcePattern(string written, IReadOnlyList<WildcardPattern> parts) => (_written, _parts) = (written, parts);

    public static ResourcePattern Everything { get; } = new("*", []);

    /// <exception cref="FormatException">No ARN.</exception>
    public static ResourcePattern Parse(string text, bool variables)
    {
        if (text == "*")
            return Everything;

        var parts = Split(text);
        if (parts.Count < 2 || parts[0] != "arn")
            throw new FormatException($"'{text}' is no ARN and not *.");
        if (parts.Count < PartsOfAnArn && !text.EndsWith('*'))
            throw new FormatException($"'{text}' is an ARN of {parts.Count} parts; it has six, or ends in *.");

        var patterns = parts.Select(part => WildcardPattern.Parse(part, variables: variables)).ToList();
        while (patterns.Count < PartsOfAnArn)
            patterns.Add(WildcardPattern.Everything);

        return new ResourcePattern(text, patterns);
    }

    /// <exception cref="FormatException">Not six parts: a condition's ARN is not filled up.</exception>
    public static ResourcePattern ParseWhole(string text, bool variables) => Split(text).Count == PartsOfAnArn
        ? Parse(text, variables)
        : throw new FormatException($"'{text}' is no ARN of six parts.");

    public IEnumerable<string> Variables => _parts.SelectMany(part => part.Variables);

    /// <returns>Null where a variable has no value.</returns>
    public bool? Matches(string arn, PolicyRequest request)
    {
        if (_parts.Count == 0)
            return true;

        var parts = arn.Split(':', PartsOfAnArn);
        if (parts.Length < PartsOfAnArn)
            return false;

        var matches = _parts.Zip(parts, (pattern, part) => pattern.Matches(part, request)).ToList();
        return matches.Contains(null) ? null : matches.TrueForAll(match => match == true);
    }

    public override string ToString() => _written;

    // The colon of ${aws:username} separates nothing.
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length && parts.Count < PartsOfAnArn - 1; i++)
        {
            depth += text[i] == '{' && i > 0 && text[i - 1] == '$' ? 1 : text[i] == '}' && depth > 0 ? -1 : 0;
            if (text[i] == ':' && depth == 0)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }
}
