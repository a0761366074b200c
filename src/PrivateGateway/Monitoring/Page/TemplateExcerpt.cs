namespace PrivateGateway.Monitoring.Page;

/// <summary>The lines of a template around a statement, without the indentation that all of them share.</summary>
/// <param name="First">The number of the first line that is shown.</param>
/// <param name="From">The statement's own lines: from here...</param>
/// <param name="To">...to here.</param>
internal sealed record TemplateExcerpt(string File, IReadOnlyList<string> Lines, int First, int From, int To);

/// <summary>The templates of a deployment: of the API and, where it is another one, of the endpoints.</summary>
internal sealed record TemplateTexts(TemplateText? Api, TemplateText? Endpoints)
{
    public static TemplateTexts None { get; } = new(null, null);

    public static TemplateTexts Load(GatewayOptions options)
    {
        var api = TemplateText.Load(options.TemplatePath);
        return new(api, options.EndpointTemplatePath is { } path ? TemplateText.Load(path) : api);
    }
}

/// <summary>A template as it was when it was deployed.</summary>
internal sealed class TemplateText
{
    private const int Context = 2;
    private const int MostLines = 60;

    private readonly string[] _lines;

    private TemplateText(string name, string[] lines) => (Name, _lines) = (name, lines);

    public string Name { get; }

    /// <returns>Null if the file does not exist.</returns>
    public static TemplateText? Load(string? path) =>
        path is not null && File.Exists(path) ? new TemplateText(Path.GetFileName(path), File.ReadAllLines(path)) : null;

    public TemplateExcerpt? Around(int line)
    {
        if (line > _lines.Length)
            return null;

        var last = Math.Min(LastLineOf(line), line + MostLines);
        var first = Math.Max(1, line - Context);
        var shown = _lines[(first - 1)..Math.Min(_lines.Length, last + Context)];
        var indent = shown.Where(text => text.Trim().Length > 0).Min(Indent);
        return new TemplateExcerpt(Name, [.. shown.Select(text => text[Math.Min(indent, text.Length)..])], first, line, last);
    }

    // In YAML and in JSON alike: the lines below that are indented further, and JSON's closing bracket.
    private int LastLineOf(int line)
    {
        var indent = Indent(_lines[line - 1]);
        var last = line;
        while (last < _lines.Length && (_lines[last].Trim().Length == 0 || Indent(_lines[last]) > indent))
            last++;

        if (last < _lines.Length && last > line && Indent(_lines[last]) == indent && _lines[last].TrimStart() is ['}' or ']', ..])
            last++;

        while (last > line && _lines[last - 1].Trim().Length == 0)
            last--;

        return last;
    }

    private static int Indent(string line) => line.Length - line.TrimStart(' ').Length;
}
