using System.Text.RegularExpressions;

namespace PrivateGateway.Policies;

/// <summary>
/// A policy's text with <c>*</c>, <c>?</c> and variables in it. What a variable brings in is compared literally, so that a
/// caller's own value cannot become a wildcard.
/// </summary>
internal sealed partial class WildcardPattern
{
    private readonly string _written;
    private readonly IReadOnlyList<Part> _parts;

    // What the parts come to where there is no variable among them.
    private readonly List<(char Character, PartKind Kind)>? _fixed;

    private WildcardPattern(string written, IReadOnlyList<Part> parts)
    {
        (_written, _parts) = (written, parts);
        if (!Variables.Any())
            _fixed = Expand(_ => null);
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

    /// <param name="wildcards">Whether * and ? are wildcards; else they stand for themselves.</param>
    /// <param name="variables">Whether <c>${...}</c> is a variable; else it stands for itself, as in policies of version 2008-10-17.</param>
    /// <exception cref="FormatException">A variable that is none.</exception>
    public static WildcardPattern Parse(string text, bool wildcards = true, bool variables = false)
    {
        var parts = new List<Part>();
        for (var i = 0; i < text.Length;)
        {
            if (variables && text.AsSpan(i).StartsWith("${"))
            {
                var match = Variable().Match(text, i);
                if (!match.Success)
                    throw new FormatException($"'{text}' has a policy variable that is not written ${{key}} or ${{key, 'default'}}.");

                parts.Add(ReadVariable(match));
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

    /// <summary>The condition keys that are named as variables.</summary>
    public IEnumerable<string> Variables => _parts.Where(part => part.Kind == PartKind.Variable).Select(part => part.Text);

    /// <returns>Null where a variable has no value, or several: then nothing can be said, neither that it matches nor that it does not.</returns>
    public bool? Matches(string value, PolicyRequest request, StringComparison comparison = StringComparison.Ordinal) =>
        (_fixed ?? Expand(key => request.ValuesOf(key) is [var single] ? single : null)) is { } tokens
            ? Matches(tokens, value, comparison)
            : null;

    public override string ToString() => _written;

    private static Part ReadVariable(Match match) => match.Groups["literal"] is { Success: true } literal
        ? new Part(PartKind.Literal, literal.Value)
        : new Part(PartKind.Variable, match.Groups["key"].Value.Trim(), match.Groups["default"] is { Success: true } d ? d.Value : null);

    // One token for each character and each wildcard.
    private List<(char Character, PartKind Kind)>? Expand(Func<string, string?> valueOf)
    {
        var tokens = new List<(char, PartKind)>(_parts.Count);
        foreach (var part in _parts)
        {
            switch (part.Kind)
            {
                case PartKind.Literal:
                    tokens.AddRange(part.Text.Select(c => (c, PartKind.Literal)));
                    break;
                case PartKind.Variable:
                    if ((valueOf(part.Text) ?? part.Default) is not { } text)
                        return null;

                    tokens.AddRange(text.Select(c => (c, PartKind.Literal)));
                    break;
                default:
                    tokens.Add(('\0', part.Kind));
                    break;
            }
        }

        return tokens;
    }

    // Only the last * is ever tried again, so that a hostile value costs at most pattern x value.
    private static bool Matches(List<(char Character, PartKind Kind)> pattern, string value, StringComparison comparison)
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

    // ${*}, ${?} and ${$} are the characters themselves.
    [GeneratedRegex(
        @"\G\$\{(?:(?<literal>[*?$])|\s*(?<key>[A-Za-z0-9-]+:[^},']+?)\s*(?:,\s*'(?<default>[^']*)'\s*)?)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
