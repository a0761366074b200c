using System.Text;
using PrivateGateway.Integrations;
using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>The API's own status, headers and bodies for API Gateway's responses, by response type.</summary>
internal sealed class CustomGatewayResponses(PrivateApi api)
{
    public Answer Apply(Call call, Answer answer)
    {
        if (answer.ResponseType is not { } type || Find(type, answer.Status) is not { } custom)
            return answer;

        var (contentType, template) = TemplateFor(call, custom);
        var headers = answer.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, source) in custom.Headers)
        {
            if (RequestSource.ValueOf(call, source) is { } value)
                headers[name] = value;
        }

        if (template is null)
            return answer with { Status = custom.StatusCode ?? answer.Status, Headers = [.. headers] };

        headers["Content-Type"] = contentType;
        return answer with
        {
            Status = custom.StatusCode ?? answer.Status,
            Headers = [.. headers],
            Body = Encoding.UTF8.GetBytes(MappingTemplate.Render(template, call, default)),
        };
    }

    private GatewayResponse? Find(string type, int status) =>
        api.GatewayResponses.GetValueOrDefault(type) ?? api.GatewayResponses.GetValueOrDefault(status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX");

    // The one that the caller accepts; else JSON, the default.
    private static (string ContentType, string? Template) TemplateFor(Call call, GatewayResponse custom)
    {
        var accepted = call.Header("Accept")?.Split(',')[0].Split(';')[0].Trim() ?? "";
        return custom.Templates.TryGetValue(accepted, out var wanted) ? (accepted, wanted)
            : custom.Templates.TryGetValue("application/json", out var json) ? ("application/json", json)
            : custom.Templates.Select(template => (template.Key, (string?)template.Value)).FirstOrDefault();
    }
}
