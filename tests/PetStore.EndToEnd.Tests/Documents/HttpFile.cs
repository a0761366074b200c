using System.Text;
using System.Text.RegularExpressions;

namespace PetStore.EndToEnd.Tests.Documents;

/// <summary>The part of the .http format that PetStore.http uses: variables, titles, requests with headers and a body.</summary>
internal static partial class HttpFile
{
    /// <param name="variables">Override the file's own.</param>
    public static IEnumerable<(string Title, HttpRequestMessage Request)> Read(string text, IReadOnlyDictionary<string, string> variables)
    {
        foreach (var section in Title().Split(text.ReplaceLineEndings("\n"))[1..].Chunk(2))
            yield return (section[0], Request(Variable().Replace(section[1], name => variables[name.Groups[1].Value]).Trim()));
    }

    private static HttpRequestMessage Request(string text)
    {
        var parts = text.Split("\n\n", 2);
        var lines = parts[0].Split('\n');
        var (method, url) = (lines[0].Split(' ')[0], lines[0].Split(' ')[1]);
        var request = new HttpRequestMessage(new HttpMethod(method), url);
        if (parts.Length == 2)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(parts[1]));

        foreach (var line in lines[1..])
        {
            var (name, value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim());
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    [GeneratedRegex(@"^### (.*)\n", RegexOptions.Multiline)]
    private static partial Regex Title();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Variable();
}
