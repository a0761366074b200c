using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PrivateGateway.Calls;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Calls;

public sealed class RequestValidationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("any", null, 400, """{"message":"Missing required request parameters: [id, X-Who]"}""")]
    [InlineData("any?id=1", null, 400, """{"message":"Missing required request parameters: [X-Who]"}""")]
    [InlineData("any?id=1", "{", 400, """{"message":"Invalid request body"}""")]
    [InlineData("any?id=1", "{\"price\":-1}", 400, """{"message":"Invalid request body"}""")]
    [InlineData("any?id=1", "{\"price\":1}", 200, null)]
    public async Task Required_parameters_are_validated_before_the_body(string path, string? body, int status, string? message)
    {
        await using var gateway = await TestGateway.StartAsync(
            api => api with
            {
                Methods =
                [
                    TestGateway.Method("/{proxy+}") with
                    {
                        Validation = new RequestValidation(
                            [new("querystring", "id"), new("header", "X-Who"), new("path", "proxy")],
                            new Dictionary<string, JsonNode> { ["application/json"] = JsonNode.Parse("""{"properties":{"price":{"minimum":0}}}""")! }),
                    },
                ],
            },
            options => options with { NoFunctions = true, FunctionDirectory = null });
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (body is not null)
        {
            request.Headers.Add("X-Who", "me");
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await gateway.Client.SendAsync(request, Cancel);

        Assert.Equal(status, (int)response.StatusCode);
        if (message is not null)
            Assert.Equal(message, await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("""{"type":"object","required":["a"]}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"type":["string","null"]}""", "null", "1")]
    [InlineData("""{"type":"integer"}""", "1.0", "1.5")]
    [InlineData("""{"enum":["a",1]}""", "1", "2")]
    [InlineData("""{"additionalProperties":false,"properties":{"a":{}},"patternProperties":{"^x-":{}}}""", """{"a":1,"x-b":2}""", """{"b":1}""")]
    [InlineData("""{"items":{"type":"number"},"minItems":1,"uniqueItems":true}""", "[1,2]", "[1,1]")]
    [InlineData("""{"minimum":1,"exclusiveMinimum":true}""", "2", "1")]
    [InlineData("""{"pattern":"^a+$","maxLength":2}""", "\"aa\"", "\"aaa\"")]
    [InlineData("""{"anyOf":[{"type":"string"},{"minimum":5}]}""", "6", "4")]
    [InlineData("""{"oneOf":[{"minimum":1},{"minimum":5}]}""", "2", "6")]
    [InlineData("""{"not":{"type":"null"}}""", "1", "null")]
    [InlineData("""{"$ref":"https://apigateway.amazonaws.com/restapis/abc/models/Item"}""", "\"x\"", "1")]
    [InlineData("""{"definitions":{"P":{"type":"object","properties":{"next":{"$ref":"#/definitions/P"}}}},"$ref":"#/definitions/P"}""", """{"next":{"next":{}}}""", """{"next":{"next":1}}""")]
    public void Schemas_of_models_are_draft_4(string schema, string valid, string invalid)
    {
        var models = new Dictionary<string, JsonNode> { ["Item"] = JsonNode.Parse("""{"type":"string"}""")! };

        Assert.True(IsValid(valid));
        Assert.False(IsValid(invalid));

        bool IsValid(string text)
        {
            using var json = JsonDocument.Parse(text);
            return new JsonSchema(models, JsonNode.Parse(schema)!).IsValid(json.RootElement);
        }
    }
}
