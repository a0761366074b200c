using System.Text.RegularExpressions;

namespace PrivateGateway.Policies;

/// <summary>
/// A policy's text with <c>*</c>, <c>?</c> and policy variables. The value of a variable is compared literally, so that a caller's own
/// value cannot act as a wildcard.
/// </summary>
internal sealed partial class WildcardPattern
{
    private readonly string _written;
    private readonly IReadOnlyList<Part> _parts;

    // For a pattern without variables: its tokens, and its text if it has no wildcards either.
    private readonly List<(char Character, PartKind Kind)>? _fixed;
    private readonly string? _literal;

    private WildcardPattern(string written, IReadOnlyList<Part> parts)
    {
        (_written, _parts) = (written, parts);
        if (!Variables.Any())
            _fixed = Tokens([]);
        if (_parts.All(part => part.Kind == PartKind.Literal))
            _literal = string.Concat(_parts.Select(part => part.Text));
    }

    private enum PartKind
    {
        Literal,
        Variable,
        AnyCharacters,
        OneCharacter,
    }

    private readonly record struct Part(PartKind Kind, string Text = "", string? Default = null);

    public static WildcardPattern Everything { get; } = Parse("*");

    /// <summary>The condition keys that are named as variables.</summary>
    public IEnumerable<string> Variables => _parts.Where(part => part.Kind == PartKind.Variable).Select(part => part.Text);

    /// <summary>Those of them that have no default value.</summary>
    public IEnumerable<string> VariablesWithoutDefault =>
        _parts.Where(part => part is { Kind: PartKind.Variable, Default: null }).Select(part => part.Text);

    /// <param name="wildcards">Whether * and ? are wildcards; otherwise they are plain characters.</param>
    /// <param name="variables">Whether <c>${...}</c> is a variable; in policies of version 2008-10-17 it is plain text.</param>
    /// <exception cref="FormatException">A variable is malformed.</exception>
    public static WildcardPattern Parse(string text, bool wildcards = true, bool variables = false)
    {
        var parts = new List<Part>();
        for (var i = 0; i < text.Length;)
        {
            if (variables && text.AsSpan(i).StartsWith("${"))
            {
                var match = Variable().Match(text, i);
                if (!match.Success || ReadVariable(match) is not { } variable)
                    throw new FormatException($"'{text}' contains a malformed policy variable. Write ${{key}} or ${{key, 'default'}}.");

                parts.Add(variable);
                i += match.Length;
                continue;
            }

            parts.Add(text[i] switch
            {
                '*' when wildcards => new Part(PartKind.AnyCharacters),
                '?' when wildcards => new Part(PartKind.OneCharacter),
                var c => new Part(PartKind.Literal, c.ToString()),
            });
            i++;
        }

        return new WildcardPattern(text, parts);
    }

    public bool HasUnresolvedVariable(PolicyRequest request) =>
        _fixed is null && _parts.Any(part => part is { Kind: PartKind.Variable, Default: null } && request.ValuesOf(part.Text) is not [_]);

    /// <returns>Null where a variable has no value or several values: then the pattern neither matches nor fails to match.</returns>
    public bool? Matches(ReadOnlySpan<char> value, PolicyRequest request, StringComparison comparison = StringComparison.Ordinal)
    {
        if (_literal is not null)
            return value.Equals(_literal, comparison);
        if (_fixed is not null)
            return Matches(_fixed, value, comparison);

        var texts = new Queue<string>();
        var length = 0L;
        foreach (var part in _parts)
        {
            if (part.Kind == PartKind.Variable)
            {
                if ((request.ValuesOf(part.Text) is [var single] ? single : part.Default) is not { } text)
                    return null;

                texts.Enqueue(text);
                length += text.Length;
            }
            else if (part.Kind != PartKind.AnyCharacters)
            {
                length += part.Kind == PartKind.Literal ? part.Text.Length : 1;
            }
        }

        // A thousand variables can each insert a long header, so a pattern that is longer than the value is never built.
        return length <= value.Length && Matches(Tokens(texts), value, comparison);
    }

    public override string ToString() => _written;

    private static Part? ReadVariable(Match match)
    {
        if (match.Groups["literal"] is { Success: true } literal)
            return new Part(PartKind.Literal, literal.Value);

        var key = match.Groups["key"].Value.Trim();
        return key.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && colon < key.Length - 1
            ? new Part(PartKind.Variable, key, match.Groups["default"] is { Success: true } d ? d.Value : null)
            : null;
    }

    // One token for each character and each wildcard.
    private List<(char Character, PartKind Kind)> Tokens(Queue<string> variables)
    {
        var tokens = new List<(char, PartKind)>(_parts.Count);
        foreach (var part in _parts)
        {
            if (part.Kind is PartKind.AnyCharacters or PartKind.OneCharacter)
                tokens.Add(('\0', part.Kind));
            else
                tokens.AddRange((part.Kind == PartKind.Variable ? variables.Dequeue() : part.Text).Select(c => (c, PartKind.Literal)));
        }

        return tokens;
    }

    // Only the last * is retried, so a hostile value costs at most pattern x value steps.
    private static bool Matches(List<(char Character, PartKind Kind)> pattern, ReadOnlySpan<char> value, StringComparison comparison)
    {
        var (p, v, star, resume) = (0, 0, -1, 0);
        while (v < value.Length)
        {
            if (p < pattern.Count && pattern[p].Kind == PartKind.AnyCharacters)
                (star, resume) = (p++, v);
            else if (p < pattern.Count && (pattern[p].Kind == PartKind.OneCharacter || IsEqual(pattern[p].Character, value[v], comparison)))
                (p, v) = (p + 1, v + 1);
            else if (star >= 0)
                (p, v) = (star + 1, ++resume);
            else
                return false;
        }

        while (p < pattern.Count && pattern[p].Kind == PartKind.AnyCharacters)
            p++;

        return p == pattern.Count;
    }

    private static bool IsEqual(char a, char b, StringComparison comparison) =>
        a == b || (comparison == StringComparison.OrdinalIgnoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));

    // ${*}, ${?} and ${$} are the characters themselves. Adjacent parts never match the same character, so the time is linear.
    [GeneratedRegex(@"\G\$\{(?:(?<literal>[*?$])|(?<key>[^},']*)(?:,\s*'(?<default>[^']*)'\s*)?)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
