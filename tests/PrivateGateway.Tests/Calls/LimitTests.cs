using System.Net.Sockets;
using System.Text;
using PetStore.Testing;

namespace PrivateGateway.Tests.Calls;

public sealed class LimitTests(TestGatewayFixture fixture) : IClassFixture<TestGatewayFixture>
{
    private const string Host = "Host: localhost";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Uri Url => fixture.TestGateway.Host.Urls["vpce-0aaa"];

    [Theory]
    [InlineData(8000, 200)]
    [InlineData(9000, 414)]
    [InlineData(100_000, 414)]
    public async Task A_URL_has_at_most_8192_characters(int length, int status)
    {
        var response = await RawHttp.SendAsync(Url, [$"GET /v1/pets?q={new string('x', length)} HTTP/1.1", Host]);

        Assert.Equal(status, response.Status);
    }

    [Fact]
    public async Task A_method_ARN_has_at_most_1600_bytes()
    {
        var response = await RawHttp.SendAsync(Url, [$"GET /v1/{new string('x', 1600)} HTTP/1.1", Host]);

        Assert.Equal(414, response.Status);
    }

    [Theory]
    [InlineData(7900, 200)]
    [InlineData(8001, 431)]
    [InlineData(200_000, 431)]
    public async Task Header_values_have_at_most_8000_bytes(int length, int status)
    {
        var response = await RawHttp.SendAsync(Url, ["GET /v1/pets HTTP/1.1", Host, $"x-long: {new string('x', length)}"]);

        Assert.Equal(status, response.Status);
    }

    [Fact]
    public async Task The_header_limit_applies_to_the_sum_of_many_small_headers()
    {
        var headers = Enumerable.Range(0, 90).Select(number => $"x-{number}: {new string('x', 100)}");

        Assert.Equal(431, (await RawHttp.SendAsync(Url, ["GET /v1/pets HTTP/1.1", Host, .. headers])).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_has_at_most_10_megabytes(bool hasLength)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "pets") { Content = new ByteArrayContent(new byte[11 * 1024 * 1024]) };
        request.Headers.TransferEncodingChunked = !hasLength;
        request.Headers.ExpectContinue = hasLength;

        using var response = await fixture.TestGateway.Client.SendAsync(request, Cancel);

        Assert.Equal(413, (int)response.StatusCode);
        Assert.Equal("""{"message":"Request Too Long"}""", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_chunked_body_arrives_whole()
    {
        var response = await RawHttp.SendAsync(
            Url, ["POST /v1/pets HTTP/1.1", Host, "Transfer-Encoding: chunked"], "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");

        Assert.Contains($"\"body\":\"{Convert.ToBase64String("abcde"u8)}\"", response.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 4", "Content-Length: 5")]
    [InlineData("Content-Length: 4", "Content-Length: 4")]
    [InlineData("Content-Length: 4, 5")]
    [InlineData("Content-Length: 4", "Transfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked", "Content-Length: 4")]
    [InlineData("Transfer-Encoding: chunked, identity", "Content-Length: 4")]
    [InlineData("Transfer-Encoding: xchunked")]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length : 4")]
    [InlineData(" folded: header")]
    public async Task A_message_with_two_lengths_or_an_invalid_header_is_refused(params string[] headers)
    {
        var response = await RawHttp.SendAsync(Url, ["POST /v1/pets HTTP/1.1", Host, .. headers], "0\r\n\r\nGET /v1/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.InRange(response.Status, 400, 501);
        Assert.DoesNotContain("HTTP/1.1 200", response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(fixture.TestGateway.Lines, line => line.Contains("smuggled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_that_is_not_HTTP_counts_as_a_bad_request()
    {
        await using var gateway = await TestGateway.StartAsync();

        var response = await RawHttp.SendAsync(
            gateway.Host.Urls["vpce-0aaa"], ["POST /v1/pets HTTP/1.1", Host, "Transfer-Encoding: chunked"], "not a chunk\r\n");

        Assert.Equal(400, response.Status);
        Assert.Equal("{\"400\":1}", gateway.Host.Counters.ToJson()["statuses"]!.ToJsonString());
        Assert.Equal(0, (long)gateway.Host.Counters.ToJson()["disconnected"]!);
    }

    [Fact]
    public async Task A_client_that_disconnects_while_it_sends_its_body_leaves_nothing_behind()
    {
        await using var gateway = await TestGateway.StartAsync();

        await RawHttp.SendAndDisconnectAsync(
            gateway.Host.Urls["vpce-0aaa"], "POST /v1/pets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf"u8.ToArray());

        await gateway.LineAsync(line => line.StartsWith("POST /v1/pets  vpce-0aaa  the client disconnected", StringComparison.Ordinal));
        Assert.Equal(0, gateway.Host.WarmProcesses);
    }

    [Fact]
    public async Task A_client_that_disconnects_while_it_waits_does_not_stop_the_function()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.Client.GetStringAsync("pid", Cancel);
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", gateway.Host.Urls["vpce-0aaa"].Port, Cancel);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /v1/sleep/300 HTTP/1.1\r\nHost: localhost\r\n\r\n"), Cancel);
            await gateway.LineAsync("[fn 1] sleeping");
        }

        await gateway.LineAsync(line => line.StartsWith("GET /v1/sleep/300  vpce-0aaa  ", StringComparison.Ordinal));
        Assert.Equal(200, (int)(await gateway.Client.GetAsync("pid", Cancel)).StatusCode);
        Assert.Equal(1, (long)gateway.Host.Counters.ToJson()["coldStarts"]!);
    }
}
