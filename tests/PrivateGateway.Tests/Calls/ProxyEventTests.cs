using System.Text;
using System.Text.Json.Nodes;
using PetStore.Testing;

namespace PrivateGateway.Tests.Calls;

public sealed class ProxyEventTests(TestGatewayFixture fixture) : IClassFixture<TestGatewayFixture>
{
    private TestGateway TestGateway => fixture.TestGateway;

    [Theory]
    [InlineData("/v1/pets", "/pets", "pets", "/v1/pets")]
    [InlineData("/v1/pets/", "/pets/", "pets", "/v1/pets/")]
    [InlineData("/v1/pets/4", "/pets/4", "pets/4", "/v1/pets/4")]
    [InlineData("/v1//pets", "/pets", "pets", "/v1//pets")]
    [InlineData("//v1/pets", "/pets", "pets", "/v1/pets")]
    [InlineData("/v1/a//b", "/a//b", "a//b", "/v1/a//b")]
    [InlineData("/v1/a%2Fb%2Bc%20d", "/a%2Fb%2Bc%20d", "a%2Fb%2Bc%20d", "/v1/a%2Fb%2Bc%20d")]
    [InlineData("/v1/K%C3%A4fer", "/K%C3%A4fer", "K%C3%A4fer", "/v1/K%C3%A4fer")]
    [InlineData("/v1/a+b@c", "/a+b@c", "a+b@c", "/v1/a+b@c")]
    [InlineData("/v1/a/../b", "/a/../b", "a/../b", "/v1/a/../b")]
    public async Task Paths_arrive_as_they_were_sent(string sent, string path, string proxy, string contextPath)
    {
        var sentEvent = await EventOfAsync($"GET {sent} HTTP/1.1");

        Assert.Equal("/{proxy+}", (string?)sentEvent["resource"]);
        Assert.Equal(path, (string?)sentEvent["path"]);
        Assert.Equal(proxy, (string?)sentEvent["pathParameters"]!["proxy"]);
        Assert.Equal(contextPath, (string?)sentEvent["requestContext"]!["path"]);
    }

    [Theory]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    [InlineData("http://localhost/v1/")]
    public async Task The_root_is_a_separate_resource(string sent)
    {
        var sentEvent = await EventOfAsync($"GET {sent} HTTP/1.1");

        Assert.Equal("/", (string?)sentEvent["resource"]);
        Assert.Equal("/", (string?)sentEvent["path"]);
        Assert.Null(sentEvent["pathParameters"]);
        Assert.Equal("/v1/", (string?)sentEvent["requestContext"]!["path"]);
    }

    [Fact]
    public async Task Query_values_arrive_decoded_and_the_last_one_wins()
    {
        var sentEvent = await EventOfAsync("GET /v1/pets?type=dog&type=c%61t&q=a+b%2Bc&empty=&bare&K%C3%A4fer=%C3%BC&split=1;semi=2 HTTP/1.1");

        Assert.Equal(
            """{"type":"cat","q":"a b+c","empty":"","bare":"","Käfer":"ü","split":"1","semi":"2"}""",
            sentEvent["queryStringParameters"]!.ToJsonString(Relaxed));
        Assert.Equal(
            """{"type":["dog","cat"],"q":["a b+c"],"empty":[""],"bare":[""],"Käfer":["ü"],"split":["1"],"semi":["2"]}""",
            sentEvent["multiValueQueryStringParameters"]!.ToJsonString(Relaxed));
    }

    [Fact]
    public async Task Empty_maps_and_bodies_are_null()
    {
        var sentEvent = (await EventOfAsync("GET /v1/ HTTP/1.1")).AsObject();

        foreach (var name in new[] { "queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "stageVariables", "body" })
        {
            Assert.True(sentEvent.ContainsKey(name), name);
            Assert.Null(sentEvent[name]);
        }

        Assert.False((bool)sentEvent["isBase64Encoded"]!);
    }

    [Fact]
    public async Task The_event_has_the_headers_that_were_sent_and_those_that_the_endpoint_adds()
    {
        var sentEvent = await EventOfAsync(
            "POST /v1/pets HTTP/1.1", "x-tWo: 1", "x-tWo: 2", "Content-Length: 0", "Expect: 100-continue", "TE: trailers",
            "x-amzn-vpce-id: vpce-0evil", "X-Forwarded-For: 203.0.113.9", "User-Agent: probe");

        Assert.Equal("2", (string?)sentEvent["headers"]!["x-tWo"]);
        Assert.Equal("""["1","2"]""", sentEvent["multiValueHeaders"]!["x-tWo"]!.ToJsonString());
        Assert.Equal("203.0.113.9, 127.0.0.1", (string?)sentEvent["headers"]!["X-Forwarded-For"]);
        Assert.Equal("vpce-0aaa", (string?)sentEvent["headers"]!["x-amzn-vpce-id"]);
        Assert.Equal(
            ["Host", "User-Agent", "X-Forwarded-For", "x-amzn-cipher-suite", "x-amzn-tls-version", "x-amzn-vpc-id", "x-amzn-vpce-config", "x-amzn-vpce-id", "x-tWo"],
            sentEvent["headers"]!.AsObject().Select(header => header.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_request_context_names_the_caller_and_the_endpoint()
    {
        var sentEvent = await EventOfAsync("DELETE /v1/pets/1 HTTP/1.1", "User-Agent: probe/1", "Host: abcdefghij.execute-api.eu-west-1.amazonaws.com");

        var context = sentEvent["requestContext"]!.AsObject();
        Assert.Equal(
            ["accountId", "apiId", "deploymentId", "domainName", "domainPrefix", "extendedRequestId", "httpMethod", "identity", "path", "protocol",
             "requestId", "requestTime", "requestTimeEpoch", "resourceId", "resourcePath", "stage"],
            context.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal("abcdefghij", (string?)context["domainPrefix"]);
        Assert.Equal("abcdefghij.execute-api.eu-west-1.amazonaws.com", (string?)context["domainName"]);
        Assert.Equal("DELETE", (string?)context["httpMethod"]);
        Assert.Matches(@"^\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000$", (string?)context["requestTime"]);
        Assert.Equal(
            """
            {"accessKey":null,"accountId":null,"caller":null,"cognitoAuthenticationProvider":null,"cognitoAuthenticationType":null,"cognitoIdentityId":null,"cognitoIdentityPoolId":null,"principalOrgId":null,"sourceIp":"127.0.0.1","user":null,"userAgent":"probe/1","userArn":null,"vpcId":"vpc-0123456789abcdef0","vpceId":"vpce-0aaa"}
            """.Trim(),
            context["identity"]!.ToJsonString());
    }

    [Fact]
    public async Task Bodies_of_binary_media_arrive_as_base64()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "anything") { Content = new ByteArrayContent([0, 1, 254, 255]) };

        var sentEvent = await TestGateway.EventOfAsync(request);

        Assert.Equal("AAH+/w==", (string?)sentEvent["body"]);
        Assert.True((bool)sentEvent["isBase64Encoded"]!);
    }

    [Fact]
    public async Task Bodies_of_other_media_arrive_as_text()
    {
        await using var gateway = await TestGateway.StartAsync(api => api with
        {
            BinaryMediaTypes = ["image/*"],
            Stage = api.Stage with { Variables = new Dictionary<string, string> { ["colour"] = "blue" } },
        });
        using var text = new HttpRequestMessage(HttpMethod.Post, "x") { Content = new StringContent("a \"+\" ü\n\u2028", Encoding.UTF8, "application/json") };
        using var image = new HttpRequestMessage(HttpMethod.Post, "x") { Content = new ByteArrayContent([255]) };
        image.Content.Headers.ContentType = new("image/png");

        var textEvent = await gateway.EventOfAsync(text);
        var imageEvent = await gateway.EventOfAsync(image);

        Assert.Equal("a \"+\" ü\n\u2028", (string?)textEvent["body"]);
        Assert.False((bool)textEvent["isBase64Encoded"]!);
        Assert.Equal("/w==", (string?)imageEvent["body"]);
        Assert.Equal("""{"colour":"blue"}""", textEvent["stageVariables"]!.ToJsonString());
    }

    [Fact]
    public async Task A_method_override_header_replaces_the_method_and_is_removed()
    {
        var sentEvent = await EventOfAsync("POST /v1/pets/1 HTTP/1.1", "X-HTTP-Method-Override: DELETE", "Content-Length: 0");

        Assert.Equal("DELETE", (string?)sentEvent["httpMethod"]);
        Assert.Null(sentEvent["headers"]!["X-HTTP-Method-Override"]);
    }

    private static System.Text.Json.JsonSerializerOptions Relaxed { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private async Task<JsonNode> EventOfAsync(params string[] head)
    {
        if (!head.Any(line => line.StartsWith("Host:", StringComparison.Ordinal)))
            head = [.. head, "Host: localhost"];

        var response = await RawHttp.SendAsync(TestGateway.Host.Urls["vpce-0aaa"], head);
        Assert.Equal(200, response.Status);
        return JsonNode.Parse(response.Body)!;
    }
}
