using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>SAM's Cors: a mock OPTIONS method for each path that has none.</summary>
internal static class SamCors
{
    private const string AllMethods = "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT";

    public static IEnumerable<PlacedMethod> Read(ApiContext api, SamAuth auth, IReadOnlyList<PlacedMethod> methods)
    {
        var cors = api.IsSam ? api.Resource.Properties["Cors"] : default;
        if (!cors.Exists)
            return [];

        PropertyTable.Check(api.Template, "AWS::Serverless::Api.Cors", cors.IsObject ? cors : default);
        var origin = cors.IsObject ? cors["AllowOrigin"] : cors;
        if (cors.IsObject && cors["AllowCredentials"].Flag == true && origin.Text == "'*'")
            throw new TemplateException(cors.Path, "AllowCredentials cannot be true when AllowOrigin is \"'*'\".");

        return methods
            .GroupBy(method => method.Method.ResourcePath)
            .Where(path => path.All(method => method.Method.HttpMethod != "OPTIONS"))
            .Select(path => new PlacedMethod(
                MethodReader.Make(path.Key, "OPTIONS", auth.For("OPTIONS"), Integration(cors, origin, [.. path.Select(m => m.Method.HttpMethod)])),
                cors.Path,
                path.First().WrittenPath))
            .ToList();
    }

    private static TemplateNode Integration(TemplateNode cors, TemplateNode origin, IReadOnlyList<string> methods)
    {
        var allowed = methods.Contains("ANY") ? AllMethods : string.Join(',', methods.Append("OPTIONS").Distinct().Order(StringComparer.Ordinal));
        var headers = new JsonObject { [Header("Origin")] = origin.RequiredText };
        if (cors.IsObject && cors["AllowHeaders"].Text is { Length: > 0 } names)
            headers[Header("Headers")] = names;

        headers[Header("Methods")] = cors.IsObject && cors["AllowMethods"].Text is { Length: > 0 } given ? given : $"'{allowed}'";
        if (cors.IsObject && cors["MaxAge"].Text is { } age)
            headers["method.response.header.Access-Control-Max-Age"] = age;
        if (cors.IsObject && cors["AllowCredentials"].Flag == true)
            headers[Header("Credentials")] = "'true'";

        return new(cors.Path, new JsonObject
        {
            ["type"] = "mock",
            ["requestTemplates"] = new JsonObject { ["application/json"] = "{\n  \"statusCode\" : 200\n}\n" },
            ["responses"] = new JsonObject
            {
                ["default"] = new JsonObject
                {
                    ["statusCode"] = "200",
                    ["responseParameters"] = headers,
                    ["responseTemplates"] = new JsonObject { ["application/json"] = "{}\n" },
                },
            },
        });
    }

    private static string Header(string name) => $"method.response.header.Access-Control-Allow-{name}";
}
