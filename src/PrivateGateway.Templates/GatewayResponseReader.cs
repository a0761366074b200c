namespace PrivateGateway.Templates;

/// <summary>Gateway responses, in the three spellings.</summary>
internal static class GatewayResponseReader
{
    private const string HeaderPrefix = "gatewayresponse.header.";

    public static IReadOnlyDictionary<string, GatewayResponse> Read(ApiContext api)
    {
        var responses = new Dictionary<string, GatewayResponse>();
        foreach (var (type, written) in api.Body["x-amazon-apigateway-gateway-responses"].Members())
            responses[type] = new(Status(written["statusCode"]), Headers(written["responseParameters"]), written["responseTemplates"].Texts());

        foreach (var resource in api.OfType("AWS::ApiGateway::GatewayResponse"))
        {
            var p = resource.Properties;
            responses[p["ResponseType"].RequiredText] = new(Status(p["StatusCode"]), Headers(p["ResponseParameters"]), p["ResponseTemplates"].Texts());
        }

        foreach (var (type, written) in api.IsSam ? api.Resource.Properties["GatewayResponses"].Members() : [])
            responses[type] = new(Status(written["StatusCode"]), written["ResponseParameters"]["Headers"].Texts(), written["ResponseTemplates"].Texts());

        return responses;
    }

    private static Dictionary<string, string> Headers(TemplateNode parameters) => parameters.Members()
        .Where(parameter => parameter.Name.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(parameter => parameter.Name[HeaderPrefix.Length..], parameter => parameter.Node.RequiredText);

    private static int? Status(TemplateNode status) =>
        status.Text is null or "" ? null : status.Integer is >= 100 and <= 599 and var code ? code : throw status.Wrong("an HTTP status");
}
