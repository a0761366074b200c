using System.Net.Http.Json;
using System.Text;
using PetStore.Testing;

namespace PrivateGateway.Tests.Calls;

public sealed class ResponseMappingTests(TestGatewayFixture fixture) : IClassFixture<TestGatewayFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"statusCode":201,"body":"made"}""", 201, "made")]
    [InlineData("""{"statusCode":"404","body":"gone"}""", 404, "gone")]
    [InlineData("""{}""", 200, "")]
    [InlineData("""{"body":null,"headers":null,"multiValueHeaders":null,"isBase64Encoded":null,"statusCode":null}""", 200, "")]
    [InlineData("""{"body":"w7w=","isBase64Encoded":true}""", 200, "ü")]
    [InlineData("""{"body":"w7w=","isBase64Encoded":false}""", 200, "w7w=")]
    public async Task An_omitted_member_has_a_default(string answer, int status, string body)
    {
        using var response = await PostAsync(answer);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("not json")]
    [InlineData("{\"body\":\"\\ud800\"}")]
    [InlineData("{\"headers\":{\"\\ud800\":\"x\"}}")]
    [InlineData("""{"statusCode":200""")]
    [InlineData("""{"statusCode":200,"cookies":["a=b"]}""")]
    [InlineData("""{"statusCode":200,"wrong":null}""")]
    [InlineData("""{"StatusCode":200}""")]
    [InlineData("""{"statusCode":"fine"}""")]
    [InlineData("""{"statusCode":99}""")]
    [InlineData("""{"statusCode":700}""")]
    [InlineData("""{"statusCode":200.5}""")]
    [InlineData("""{"statusCode":200,"headers":{"x-count":1}}""")]
    [InlineData("""{"statusCode":200,"headers":["x"]}""")]
    [InlineData("""{"statusCode":200,"headers":{"x y":"1"}}""")]
    [InlineData("""{"statusCode":200,"headers":{"x":null}}""")]
    [InlineData("""{"statusCode":200,"headers":{"x":"1\r\ny: 2"}}""")]
    [InlineData("""{"statusCode":200,"multiValueHeaders":{"x":"1"}}""")]
    [InlineData("""{"statusCode":200,"body":{"id":1}}""")]
    [InlineData("""{"statusCode":200,"isBase64Encoded":"yes"}""")]
    public async Task A_response_of_any_other_form_is_malformed(string answer)
    {
        var saidBefore = fixture.TestGateway.Lines.Count;
        using var response = await PostAsync(answer);

        Assert.Equal(502, (int)response.StatusCode);
        Assert.Equal("""{"message":"Internal server error"}""", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("InternalServerErrorException", response.Headers.GetValues("x-amzn-errortype").Single());
        Assert.Contains(fixture.TestGateway.Lines.Skip(saidBefore), line => line.Contains("Malformed Lambda proxy response", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_two_header_maps_are_merged()
    {
        using var response = await PostAsync(
            """{"multiValueHeaders":{"x-a":["1","2"],"Set-Cookie":["a=1","b=2"]},"headers":{"X-A":"2","x-a":"3","x-true":true,"Content-Type":"text/html"}}""");

        Assert.Equal(["1", "2", "3"], response.Headers.GetValues("x-a"));
        Assert.Equal(["a=1", "b=2"], response.Headers.GetValues("Set-Cookie"));
        Assert.Equal(["true"], response.Headers.GetValues("x-true"));
        Assert.Equal("text/html", response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Headers_that_API_Gateway_reserves_are_renamed()
    {
        using var response = await PostAsync(
            """{"headers":{"Content-Length":"999","Date":"then","Server":"me","WWW-Authenticate":"Basic","Connection":"close","x-amzn-RequestId":"mine","Transfer-Encoding":"chunked"},"body":"ok"}""");

        Assert.Equal("ok", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(2, response.Content.Headers.ContentLength);
        Assert.Equal("999", response.Headers.GetValues("x-amzn-Remapped-Content-Length").Single());
        Assert.Equal("then", response.Headers.GetValues("x-amzn-Remapped-Date").Single());
        Assert.Equal("me", response.Headers.GetValues("x-amzn-Remapped-Server").Single());
        Assert.Equal("Basic", response.Headers.GetValues("x-amzn-Remapped-WWW-Authenticate").Single());
        Assert.Equal("close", response.Headers.GetValues("x-amzn-Remapped-Connection").Single());
        Assert.Equal("mine", response.Headers.GetValues("x-amzn-Remapped-x-amzn-RequestId").Single());
        Assert.NotEqual("mine", response.Headers.GetValues("x-amzn-RequestId").Single());
        Assert.Null(response.Headers.TransferEncodingChunked);
    }

    [Fact]
    public async Task Each_response_has_its_own_ids()
    {
        using var answered = await PostAsync("{}");
        using var refused = await fixture.TestGateway.Client.GetAsync("/nowhere", Cancel);

        foreach (var response in new[] { answered, refused })
        {
            Assert.True(Guid.TryParse(response.Headers.GetValues("x-amzn-RequestId").Single(), out _));
            Assert.Matches("^[A-Za-z0-9+/]{15}=$", response.Headers.GetValues("x-amz-apigw-id").Single());
        }

        Assert.StartsWith("Root=1-", answered.Headers.GetValues("X-Amzn-Trace-Id").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(205)]
    [InlineData(304)]
    public async Task Some_statuses_have_no_body(int status)
    {
        using var response = await PostAsync($$"""{"statusCode":{{status}},"body":"unwanted"}""");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task A_byte_that_is_not_UTF8_is_malformed()
    {
        using var content = new ByteArrayContent([.. "{\"body\":\""u8, 0xFF, .. "\"}"u8]);

        using var response = await fixture.TestGateway.Client.PostAsync("post", content, Cancel);

        Assert.Equal(502, (int)response.StatusCode);
        Assert.True(response.Headers.Contains("x-amzn-RequestId"));
    }

    [Theory]
    [InlineData("{\"multiValueHeaders\":{\"Content-Type\":[null]}}", 200)]
    [InlineData("{\"statusCode\":302,\"headers\":{\"content-type\":null,\"Location\":\"/\"}}", 302)]
    public async Task With_a_Content_Type_of_null_no_Content_Type_is_sent(string answer, int status)
    {
        using var response = await PostAsync(answer);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Null(response.Content.Headers.ContentType);
    }

    [Fact]
    public async Task A_response_to_HEAD_has_the_length_but_not_the_body()
    {
        var response = await RawHttp.SendAsync(
            fixture.TestGateway.Host.Urls["vpce-0aaa"], ["HEAD /v1/say/hello HTTP/1.1", "Host: localhost"]);

        Assert.Equal(200, response.Status);
        Assert.Equal("4", response.Header("Content-Length"));
        Assert.Equal("", response.Body);
    }

    [Fact]
    public async Task A_body_that_is_not_base64_is_a_configuration_error()
    {
        using var response = await PostAsync("""{"body":"*","isBase64Encoded":true}""");

        Assert.Equal(500, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("image/png", true)]
    [InlineData("image/png,text/html", true)]
    [InlineData("font/woff2", true)]
    [InlineData("text/html,image/png", false)]
    [InlineData("image/*", false)]
    [InlineData("*/*", false)]
    [InlineData(null, false)]
    public async Task Only_the_first_media_type_in_Accept_decides_whether_a_response_is_binary(string? accept, bool isBinary)
    {
        await using var gateway = await TestGateway.StartAsync(api => api with { BinaryMediaTypes = ["image/png", "font/*", "application/json"] });
        using var request = new HttpRequestMessage(HttpMethod.Post, "post") { Content = JsonContent.Create(new { body = "w7w=", isBase64Encoded = true }) };
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);

        using var response = await gateway.Client.SendAsync(request, Cancel);

        Assert.Equal(isBinary ? "ü" : "w7w=", await response.Content.ReadAsStringAsync(Cancel));
    }

    private Task<HttpResponseMessage> PostAsync(string answer) =>
        fixture.TestGateway.Client.PostAsync("post", new StringContent(answer, Encoding.UTF8, "application/json"), Cancel);
}
