using System.Globalization;
using System.Text.Json;
using PrivateGateway.Calls;
using PrivateGateway.Templates;

namespace PrivateGateway.Integrations;

/// <summary>The mock integration: the request template gives a status code, which chooses the response.</summary>
internal sealed class Mock(PrivateApi api)
{
    private readonly bool _everythingIsBinary = api.BinaryMediaTypes.Contains("*/*");

    public Answer Respond(Call call, MockIntegration integration)
    {
        // AWS's documentation does not mention this; users and AWS's support do (aws/chalice issue 1310).
        if (_everythingIsBinary && integration.Request.ContentHandling != "CONVERT_TO_TEXT")
        {
            call.Explanation = "the API's binary media types include */*, so a mock needs contentHandling CONVERT_TO_TEXT";
            return GatewayResponses.InternalServerError;
        }

        if (IntegrationMapping.Request(call, integration.Request) is not { } body)
            return GatewayResponses.UnsupportedMediaType;

        if (StatusOf(body) is not { } status || IntegrationMapping.Choose(integration.Responses, status) is not { } response)
        {
            call.Explanation = "the mock's request template gives no statusCode, or no response matches it";
            return GatewayResponses.InternalServerError;
        }

        return IntegrationMapping.Response(call, response, default, _ => null);
    }

    // API Gateway reads the template's result leniently: SAM's own mocks write {statusCode:200}, without quotes.
    private static string? StatusOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("statusCode", out var status)
                && status.TryGetInt32(out var code) ? code.ToString(CultureInfo.InvariantCulture) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var text = System.Text.Encoding.UTF8.GetString(body.Span);
            var match = System.Text.RegularExpressions.Regex.Match(text, @"^\s*\{\s*['""]?statusCode['""]?\s*:\s*(\d{3})\s*\}\s*$");
            return match.Success ? match.Groups[1].Value : null;
        }
    }
}
