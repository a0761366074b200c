using System.Text;
using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.BadInput;

public sealed class HeaderTests : AppTest
{
    private const string Pet = """{"type":"cat","price":5}""";

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("clé")]
    [InlineData("a\tb")]
    [InlineData("\u007f")]
    public async Task An_idempotency_key_that_is_not_visible_ascii_is_refused(string key)
    {
        (await App.PostAsync(Pet, ("Idempotency-Key", key))).Problem(400);
        Assert.Equal([1, 2, 3], (await App.GetAsync("/pets")).Ids);
    }

    [Fact]
    public async Task An_idempotency_key_of_256_characters_is_refused()
    {
        (await App.PostAsync(Pet, ("Idempotency-Key", new string('k', 256)))).Problem(400);
    }

    [Fact]
    public async Task Two_idempotency_keys_are_refused()
    {
        string[] headers = ["Content-Type: application/json", $"Content-Length: {Pet.Length}", "Idempotency-Key: a", "Idempotency-Key: b"];

        (await Wire.SendAsync(App.Address, "POST", "/pets", headers, Encoding.ASCII.GetBytes(Pet))).Problem(400);
    }

    [Fact]
    public async Task A_header_of_100_KB_is_a_client_error_and_the_app_keeps_serving()
    {
        var answer = await Wire.SendAsync(App.Address, "GET", "/pets", $"X-Long: {new string('x', 100_000)}");

        Assert.InRange(answer.Status, 400, 499);
        Assert.Equal([1, 2, 3], (await App.GetAsync("/pets")).Ids);
    }

    [Theory]
    [InlineData("If-Match: \"a\"", "If-Match: E")]
    [InlineData("If-Match: E", "If-Match: \"a\"")]
    public async Task Repeated_header_lines_are_read_as_one_list(params string[] headers)
    {
        var tag = (await App.GetAsync("/pets/1")).Header("ETag");

        var answer = await Wire.SendAsync(
            App.Address, "GET", "/pets/1", [.. headers.Select(header => header.Replace("E", tag, StringComparison.Ordinal))]);

        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData("GET /pets HTTP/1.1\r\n\r\n")]
    [InlineData("GET /pets HTTP/9.9\r\nHost: x\r\n\r\n")]
    [InlineData("rubbish\r\n\r\n")]
    [InlineData("GET pets HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("POST /pets HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /pets HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx")]
    public async Task A_request_that_is_not_http_is_a_client_error_and_the_app_keeps_serving(string request)
    {
        Assert.InRange((await Wire.SendBytesAsync(App.Address, Encoding.ASCII.GetBytes(request))).Status, 400, 505);
        Assert.Equal([1, 2, 3], (await App.GetAsync("/pets")).Ids);
    }
}
