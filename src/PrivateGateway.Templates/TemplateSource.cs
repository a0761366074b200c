using System.Text.Json;

namespace PrivateGateway.Templates;

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
