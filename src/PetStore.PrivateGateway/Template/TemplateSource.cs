using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PetStore.PrivateGateway.Template;

/// <summary>The text of a template, kept so that an error can name the line.</summary>
internal sealed record TemplateSource(string Name, byte[] Utf8)
{
    public TemplatePath Root => new(this, null, "");

    /// <returns>The 1-based line of the longest part of the path that is written in the text.</returns>
    public int LineOf(TemplatePath path)
    {
        var wanted = path.Segments();
        var found = FindOffset(wanted);
        return 1 + Utf8.AsSpan(0, (int)found).Count((byte)'\n');
    }

    private long FindOffset(string[] wanted)
    {
        var reader = new Utf8JsonReader(Utf8);
        var found = 0L;
        var depth = 0;
        if (!reader.Read())
            return found;

        while (depth < wanted.Length && Descend(ref reader, wanted[depth]))
        {
            found = reader.TokenStartIndex;
            depth++;
            if (reader.TokenType == JsonTokenType.PropertyName)
                reader.Read();
        }

        return found;
    }

    // Leaves the reader on the property's name, or on the item's first token.
    private static bool Descend(ref Utf8JsonReader reader, string segment)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals(segment))
                    return true;

                reader.Skip();
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray && int.TryParse(segment, out var index))
        {
            for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
            {
                if (i == index)
                    return true;

                reader.Skip();
            }
        }

        return false;
    }
}

/// <summary>A place in a template, printed as <c>Resources.Api.Properties.Paths['/{proxy+}'].Tags[0]</c>.</summary>
internal sealed record TemplatePath(TemplateSource Source, TemplatePath? Parent, string Segment)
{
    public TemplatePath At(string name) => new(Source, this, name);

    public TemplatePath At(int index) => new(Source, this, index.ToString(CultureInfo.InvariantCulture));

    /// <summary>From the root's first member on.</summary>
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

/// <summary>A template that cannot be deployed as it is, or that holds what cannot be resolved without AWS.</summary>
internal sealed class TemplateException : Exception
{
    public TemplateException(TemplatePath path, string problem)
        : base(path.Parent is null
            ? $"{path.Source.Name}: {problem}"
            : $"{path.Source.Name}({path.Source.LineOf(path)}): {path}: {problem}")
    {
    }

    public TemplateException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
