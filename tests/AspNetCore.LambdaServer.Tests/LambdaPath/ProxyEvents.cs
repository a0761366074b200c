using System.Text.Json;
using System.Text.Json.Nodes;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

/// <summary>Events of a private REST API with the resources <c>/</c> and <c>/{proxy+}</c>, on the stage <c>v1</c>.</summary>
public static class ProxyEvents
{
    public static string Get(string pathAndQuery) => Of("GET", pathAndQuery).ToJsonString();

    public static JsonObject Of(string method, string pathAndQuery)
    {
        var question = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? pathAndQuery : pathAndQuery[..question];
        var query = question < 0 ? [] : pathAndQuery[(question + 1)..].Split('&').Select(pair => pair.Split('='))
            .GroupBy(pair => Uri.UnescapeDataString(pair[0]), pair => (JsonNode)Uri.UnescapeDataString(pair[1]))
            .Select(group => KeyValuePair.Create(group.Key, (JsonNode?)new JsonArray([.. group]))).ToArray();
        return new JsonObject
        {
            ["resource"] = path == "/" ? "/" : "/{proxy+}",
            ["path"] = path,
            ["httpMethod"] = method,
            ["headers"] = new JsonObject { ["Host"] = "a1b2c3.execute-api.us-east-1.amazonaws.com" },
            ["multiValueHeaders"] = new JsonObject { ["Host"] = new JsonArray("a1b2c3.execute-api.us-east-1.amazonaws.com") },
            ["queryStringParameters"] = null,
            ["multiValueQueryStringParameters"] = query.Length == 0 ? null : new JsonObject(query),
            ["pathParameters"] = path == "/" ? null : new JsonObject { ["proxy"] = path.Trim('/') },
            ["stageVariables"] = null,
            ["requestContext"] = new JsonObject
            {
                ["resourcePath"] = path == "/" ? "/" : "/{proxy+}",
                ["httpMethod"] = method,
                ["path"] = $"/v1{path}",
                ["stage"] = "v1",
                ["apiId"] = "a1b2c3",
                ["accountId"] = "123456789012",
                ["requestId"] = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
                ["domainName"] = "a1b2c3.execute-api.us-east-1.amazonaws.com",
                ["identity"] = new JsonObject { ["sourceIp"] = "10.0.0.7", ["vpceId"] = "vpce-0aaa", ["vpcId"] = "vpc-0bbb" },
            },
            ["body"] = null,
            ["isBase64Encoded"] = false,
        };
    }

    public static string With(this JsonObject source, string member, JsonNode? value)
    {
        source[member] = value;
        return source.ToJsonString();
    }
}
