using System.Text;
using System.Text.RegularExpressions;
using PrivateGateway.Calls;
using PrivateGateway.Templates;

namespace PrivateGateway.Integrations;

/// <summary>What integrations without a proxy do with a request on its way in, and with a response on its way out.</summary>
internal static class IntegrationMapping
{
    private const string DefaultType = "application/json";

    /// <summary>The integration's request body.</summary>
    /// <returns>Null: the passthrough behaviour refuses a body of this content type.</returns>
    public static ReadOnlyMemory<byte>? Request(Call call, IntegrationRequest request)
    {
        var type = call.Header("Content-Type")?.Split(';')[0].Trim() is { Length: > 0 } sent ? sent : DefaultType;
        if (request.Templates.FirstOrDefault(template => template.Key.Equals(type, StringComparison.OrdinalIgnoreCase)) is { Value: { } text })
            return Encoding.UTF8.GetBytes(MappingTemplate.Render(text, call, call.Body));

        return request.PassthroughBehavior == "NEVER" || (request.PassthroughBehavior == "WHEN_NO_TEMPLATES" && request.Templates.Count > 0)
            ? null
            : call.Body;
    }

    /// <summary>The first response whose pattern matches the whole text; else the one without a pattern.</summary>
    /// <param name="text">The status that a mock or an HTTP backend gave, or a function's error message.</param>
    public static IntegrationResponse? Choose(IReadOnlyList<IntegrationResponse> responses, string text) =>
        responses.FirstOrDefault(response => response.SelectionPattern is { } pattern
            && Regex.IsMatch(text, $"^(?:{pattern})$", RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1)))
        ?? responses.FirstOrDefault(response => response.SelectionPattern is null);

    /// <param name="headers">The integration's response headers.</param>
    public static Answer Response(Call call, IntegrationResponse response, ReadOnlyMemory<byte> body, Func<string, string?> headers)
    {
        // Of several templates the one that the caller accepts; else JSON.
        var accepted = call.Header("Accept")?.Split(',')[0].Split(';')[0].Trim();
        var template = response.Templates.FirstOrDefault(candidate => candidate.Key == accepted) is { Value: not null } wanted ? wanted
            : response.Templates.FirstOrDefault(candidate => candidate.Key == DefaultType) is { Value: not null } json ? json
            : response.Templates.FirstOrDefault();
        if (template.Value is not null)
            body = Encoding.UTF8.GetBytes(MappingTemplate.Render(template.Value, call, body));

        var mapped = response.Parameters
            .Where(parameter => parameter.Key.StartsWith("method.response.header.", StringComparison.Ordinal))
            .Select(parameter => KeyValuePair.Create(parameter.Key["method.response.header.".Length..], Value(parameter.Value)))
            .Where(header => header.Value is not null)
            .Select(header => KeyValuePair.Create(header.Key, header.Value!))
            .ToList();
        if (!mapped.Exists(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
            mapped.Add(new("Content-Type", template.Key ?? DefaultType));

        return new Answer(response.StatusCode, mapped, body);

        string? Value(string source) =>
            source is ['\'', .. var literal, '\''] ? literal
            : source.StartsWith("integration.response.header.", StringComparison.Ordinal) ? headers(source["integration.response.header.".Length..])
            : RequestSource.ValueOf(call, source);
    }
}
