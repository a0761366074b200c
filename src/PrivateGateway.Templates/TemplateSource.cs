using System.Text.Json;
using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>The file that a value was read from, kept so that an error can name the line.</summary>
internal abstract class TemplateSource(string name)
{
    public string Name => name;

    public TemplatePath Root => new(this, null, "");

    /// <returns>The 1-based line of the longest part of the path that is written in the file.</returns>
    public abstract int LineOf(TemplatePath path);
}

/// <summary>A JSON or YAML file that holds an object.</summary>
internal sealed record TemplateDocumentText(TemplatePath Path, JsonObject Root)
{
    /// <exception cref="TemplateException">Neither JSON nor YAML, or not an object.</exception>
    public static TemplateDocumentText Read(string name, byte[] utf8)
    {
        var bytes = utf8.AsSpan().StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        return IsJson(name, bytes) ? ReadJson(name, bytes) : YamlReader.Read(name, bytes);
    }

    private static bool IsJson(string name, byte[] utf8) =>
        System.IO.Path.GetExtension(name) is not (".yaml" or ".yml")
        && utf8.AsSpan().TrimStart(" \t\r\n"u8) is var text && (text.IsEmpty || text[0] is (byte)'{' or (byte)'[' or (byte)'<');

    private static TemplateDocumentText ReadJson(string name, byte[] utf8)
    {
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            return JsonNode.Parse(utf8, documentOptions: options) is JsonObject root
                ? new(new JsonSource(name, utf8).Root, root)
                : throw new TemplateException($"{name}: a template is an object.");
        }
        catch (JsonException exception)
        {
            throw new TemplateException($"{name}({exception.LineNumber + 1}): this is not JSON: {exception.Message}", exception);
        }
    }
}

internal sealed class JsonSource(string name, byte[] utf8) : TemplateSource(name)
{
    public override int LineOf(TemplatePath path) => 1 + utf8.AsSpan(0, (int)FindOffset(path.Segments())).Count((byte)'\n');

    private long FindOffset(string[] wanted)
    {
        var reader = new Utf8JsonReader(utf8);
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
