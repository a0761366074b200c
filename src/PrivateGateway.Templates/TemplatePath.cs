using System.Globalization;
using System.Text;

namespace PrivateGateway.Templates;

/// <summary>A place in a template, printed as <c>Resources.Api.Properties.Paths['/{proxy+}'].Tags[0]</c>.</summary>
internal sealed record TemplatePath(TemplateSource Source, TemplatePath? Parent, string Segment)
{
    public TemplatePath At(string name) => new(Source, this, name);

    public TemplatePath At(int index) => new(Source, this, index.ToString(CultureInfo.InvariantCulture));

    /// <summary>The segments from the root down.</summary>
    public string[] Segments() => Parent is null ? [] : [.. Parent.Segments(), Segment];

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var segment in Segments())
        {
            if (segment.Length > 0 && segment.All(char.IsAsciiDigit))
                text.Append(CultureInfo.InvariantCulture, $"[{segment}]");
            else if (segment.Length > 0 && segment.All(c => char.IsLetterOrDigit(c) || c is ':' or '-' or '_'))
                text.Append(text.Length == 0 ? "" : ".").Append(segment);
            else
                text.Append(CultureInfo.InvariantCulture, $"['{segment}']");
        }

        return text.ToString();
    }
}
