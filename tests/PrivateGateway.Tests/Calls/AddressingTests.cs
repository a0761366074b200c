using PetStore.Testing;

namespace PrivateGateway.Tests.Calls;

public sealed class AddressingTests(TestGatewayFixture gateway) : IClassFixture<TestGatewayFixture>
{
    private const string Known = "abcdefghij.execute-api.eu-west-1.amazonaws.com";

    [Theory]
    [InlineData(Known)]
    [InlineData("ABCDEFGHIJ.Execute-Api.eu-west-1.amazonaws.com:8443")]
    [InlineData("abcdefghij-vpce-0aaa.execute-api.eu-west-1.amazonaws.com")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:8081")]
    [InlineData("[::1]:8081")]
    public async Task The_API_answers_to_its_names(string host) =>
        Assert.Equal(200, (await GetAsync("/v1/pets", $"Host: {host}")).Status);

    [Theory]
    [InlineData("zzzzzzzzzz.execute-api.eu-west-1.amazonaws.com")]
    [InlineData("abcdefghij.execute-api.us-east-1.amazonaws.com")]
    [InlineData("abcdefghij-vpce-0bbb.execute-api.eu-west-1.amazonaws.com")]
    [InlineData("vpce-0aaa-x1y2.execute-api.eu-west-1.vpce.amazonaws.com")]
    [InlineData("pets.example.com")]
    public async Task Any_other_host_is_forbidden(string host) => AssertForbidden(await GetAsync("/v1/pets", $"Host: {host}"));

    [Theory]
    [InlineData("localhost")]
    [InlineData("vpce-0aaa-x1y2.execute-api.eu-west-1.vpce.amazonaws.com")]
    [InlineData("vpce-0aaa-x1y2-eu-west-1a.execute-api.eu-west-1.vpce.amazonaws.com")]
    public async Task A_call_to_the_endpoints_own_name_selects_the_API_with_a_header(string host)
    {
        Assert.Equal(200, (await GetAsync("/v1/pets", $"Host: {host}", "x-apigw-api-id: abcdefghij")).Status);
        AssertForbidden(await GetAsync("/v1/pets", $"Host: {host}", "x-apigw-api-id: zzzzzzzzzz"));
        AssertForbidden(await GetAsync("/v1/pets", $"Host: {host}", "x-apigw-api-id: abcdefghij", "x-apigw-api-id: zzzzzzzzzz"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v2/pets")]
    [InlineData("/V1/pets")]
    [InlineData("/v1pets")]
    [InlineData("/%76%31/pets")]
    [InlineData("/pets")]
    public async Task An_unknown_stage_is_forbidden(string path) => AssertForbidden(await GetAsync(path, $"Host: {Known}"));

    [Theory]
    [InlineData("abcdefghij.execute-api.cn-north-1.amazonaws.com.cn", "AccessDeniedException")]
    [InlineData("vpce-0aaa-x1y2.execute-api.cn-north-1.vpce.amazonaws.com.cn", "AccessDeniedException")]
    [InlineData("abcdefghij.execute-api.cn-north-1.amazonaws.com", "ForbiddenException")]
    [InlineData("vpce-0aaa-x1y2.execute-api.cn-north-1.vpce.amazonaws.com", "ForbiddenException")]
    public async Task Host_names_in_China_end_in_cn(string host, string error)
    {
        // The test's policy names another partition, so a request to a known host name reaches the policy and is denied there.
        await using var china = await TestGateway.StartAsync(api => api with { Region = "cn-north-1", Partition = "aws-cn" });

        var response = await RawHttp.SendAsync(
            china.Host.Urls["vpce-0aaa"], ["GET /v1/pets HTTP/1.1", $"Host: {host}", "x-apigw-api-id: abcdefghij"]);

        Assert.Equal(error, response.Header("x-amzn-errortype"));
    }

    [Fact]
    public async Task An_invalid_host_is_a_bad_request() =>
        Assert.Equal(400, (await GetAsync("/v1/pets", "Host: a b")).Status);

    [Fact]
    public async Task A_request_without_a_host_is_a_bad_request() => Assert.Equal(400, (await GetAsync("/v1/pets")).Status);

    private Task<RawResponse> GetAsync(string path, params string[] headers) =>
        RawHttp.SendAsync(gateway.TestGateway.Host.Urls["vpce-0aaa"], [$"GET {path} HTTP/1.1", .. headers]);

    private static void AssertForbidden(RawResponse response)
    {
        Assert.Equal(403, response.Status);
        Assert.Equal("""{"message":"Forbidden"}""", response.Body);
        Assert.Equal("ForbiddenException", response.Header("x-amzn-errortype"));
    }
}
