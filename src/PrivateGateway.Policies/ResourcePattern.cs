namespace PrivateGateway.Policies;

/// <summary>An ARN that may contain wildcards. It is compared segment by segment: colons separate the first five.</summary>
internal sealed class ResourcePattern
{
    private const int SegmentsOfAnArn = 6;

    private readonly string _written;
    private readonly IReadOnlyList<(WildcardPattern Pattern, bool EndsInStar)> _segments;

    private ResourcePattern(string written, IReadOnlyList<(WildcardPattern, bool)> segments) => (_written, _segments) = (written, segments);

    public static ResourcePattern Everything { get; } = new("*", [(WildcardPattern.Everything, true)]);

    public IEnumerable<string> Variables => _segments.SelectMany(segment => segment.Pattern.Variables);

    /// <summary>
    /// A value of Resource. "If the * wildcard is the last character of a resource ARN segment, it can expand to match beyond the colon
    /// boundaries" (IAM User Guide, Resource), so such an ARN may have fewer than six segments.
    /// </summary>
    /// <exception cref="FormatException">The text is not an ARN.</exception>
    public static ResourcePattern Parse(string text, bool variables)
    {
        if (text == "*")
            return Everything;

        var segments = Split(text);
        if (segments.Count < 2 || segments[0] != "arn")
            throw new FormatException($"'{text}' is neither an ARN nor *.");
        if (segments.Count < SegmentsOfAnArn && !segments.Exists(segment => segment.EndsWith('*')))
            throw new FormatException($"'{text}' has {segments.Count} segments; an ARN has six, or a segment that ends in *.");

        return new ResourcePattern(
            text, [.. segments.Select(segment => (WildcardPattern.Parse(segment, variables: variables), segment.EndsWith('*')))]);
    }

    /// <summary>A value of ArnEquals and ArnLike: these compare each of the six segments separately.</summary>
    /// <exception cref="FormatException">The text does not have six segments.</exception>
    public static ResourcePattern ParseForCondition(string text, bool variables)
    {
        var segments = Split(text);
        return segments.Count == SegmentsOfAnArn && segments[0] == "arn"
            ? new ResourcePattern(text, [.. segments.Select(segment => (WildcardPattern.Parse(segment, variables: variables), false))])
            : throw new FormatException($"'{text}' is not an ARN of six segments.");
    }

    /// <returns>Null where a variable has no value.</returns>
    public bool? Matches(string arn, PolicyRequest request)
    {
        if (ReferenceEquals(this, Everything))
            return true;

        foreach (var (pattern, _) in _segments)
        {
            if (pattern.HasUnresolvedVariable(request))
                return null;
        }

        Span<Range> segments = stackalloc Range[SegmentsOfAnArn];
        return arn.AsSpan().Split(segments, ':') == SegmentsOfAnArn && Matches(0, arn, segments, 0, request);
    }

    // A pattern that ends in * and matches a segment also matches that segment together with any number of the segments after it.
    private bool Matches(int index, ReadOnlySpan<char> arn, ReadOnlySpan<Range> segments, int from, PolicyRequest request)
    {
        if (index == _segments.Count || from == segments.Length)
            return index == _segments.Count && from == segments.Length;

        var (pattern, endsInStar) = _segments[index];
        if (pattern.Matches(arn[segments[from]], request) != true)
            return false;

        for (var next = from + 1; next <= (endsInStar ? segments.Length : from + 1); next++)
        {
            if (Matches(index + 1, arn, segments, next, request))
                return true;
        }

        return false;
    }

    public override string ToString() => _written;

    // The colon of ${aws:username} does not separate segments.
    private static List<string> Split(string text)
    {
        var segments = new List<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length && segments.Count < SegmentsOfAnArn - 1; i++)
        {
            depth += text[i] == '{' && i > 0 && text[i - 1] == '$' ? 1 : text[i] == '}' && depth > 0 ? -1 : 0;
            if (text[i] == ':' && depth == 0)
            {
                segments.Add(text[start..i]);
                start = i + 1;
            }
        }

        segments.Add(text[start..]);
        return segments;
    }
}
