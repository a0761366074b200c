using System.Text.Json;
using System.Text.Json.Nodes;
using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>Request validation: required parameters, then the body against the model of its content type.</summary>
internal sealed class RequestValidator(PrivateApi api)
{
    public Answer? Check(Call call)
    {
        if (call.Method!.Validation is not { } validation)
            return null;

        var missing = validation.RequiredParameters.Where(parameter => string.IsNullOrEmpty(ValueOf(call, parameter))).Select(parameter => parameter.Name).ToList();
        if (missing.Count > 0)
            return GatewayResponses.MissingParameters(missing);

        // Without a Content-Type a body counts as JSON; one without a model is not validated.
        var type = call.Header("Content-Type")?.Split(';')[0].Trim() ?? "application/json";
        return validation.BodySchemas?.FirstOrDefault(schema => schema.Key.Equals(type, StringComparison.OrdinalIgnoreCase)) is { Value: { } schema } && !IsValid(call.Body, schema)
            ? GatewayResponses.InvalidRequestBody
            : null;
    }

    private static string? ValueOf(Call call, RequestParameter parameter) => parameter.In switch
    {
        "querystring" => call.QueryParameter(parameter.Name),
        "header" => call.Headers[parameter.Name].FirstOrDefault(),
        _ => call.PathParameters.GetValueOrDefault(parameter.Name),
    };

    private bool IsValid(ReadOnlyMemory<byte> body, JsonNode schema)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return new JsonSchema(api.Models, schema).IsValid(json.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
