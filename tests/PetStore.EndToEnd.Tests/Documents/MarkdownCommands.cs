using System.Text.RegularExpressions;

namespace PetStore.EndToEnd.Tests.Documents;

/// <summary>The commands that a Markdown file tells people to type.</summary>
internal static partial class MarkdownCommands
{
    private static readonly string[] Shells = ["bash", "sh", "console"];

    public static IReadOnlyList<MarkdownCommand> Read(string markdown)
    {
        markdown = markdown.ReplaceLineEndings("\n");
        var fences = Fence().Matches(markdown);
        var commands = new List<MarkdownCommand>();
        for (var i = 0; i < fences.Count; i++)
        {
            var language = fences[i].Groups["language"].Value;
            if (!Shells.Contains(language))
                continue;

            var reason = fences[i].Groups["reason"] is { Success: true } marked ? marked.Value.Trim() : null;
            var output = i + 1 < fences.Count ? OutputIn(markdown, fences[i], fences[i + 1]) : null;
            var lines = CommandsOf(fences[i].Groups["text"].Value, language).ToList();
            commands.AddRange(lines.Select((line, at) => new MarkdownCommand(line, reason, at == lines.Count - 1 ? output : null)));
        }

        return commands;
    }

    private static string? OutputIn(string markdown, Match block, Match next) =>
        next.Groups["language"].Value == "json" && string.IsNullOrWhiteSpace(markdown[(block.Index + block.Length)..next.Index])
            ? next.Groups["text"].Value.Trim()
            : null;

    // A command ends with its line, unless the line ends with a backslash. A console block shows output, too; what is typed follows "$ ".
    private static IEnumerable<string> CommandsOf(string text, string language) =>
        Continued().Replace(text, " ").Split('\n')
            .Where(line => language != "console" || line.StartsWith("$ ", StringComparison.Ordinal))
            .Select(line => language == "console" ? line[2..] : line)
            .Where(line => line.Trim() is { Length: > 0 } trimmed && !trimmed.StartsWith('#'));

    [GeneratedRegex(@"(?:^<!--\s*not run:(?<reason>[^>]*)-->\n+)?^```(?<language>\w+)[^\n]*\n(?<text>.*?)^```[ ]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\s*\\\n\s*")]
    private static partial Regex Continued();
}

/// <param name="NotRun">Why no test runs it; null where one does.</param>
/// <param name="Output">What the file says that it prints; null where it does not say.</param>
internal sealed record MarkdownCommand(string Line, string? NotRun, string? Output);
