namespace AspNetCore.LambdaServer.Tests.LambdaPath;

public sealed class AnswerTests(SharedFunction shared) : IClassFixture<SharedFunction>
{
    private readonly LambdaFunction _function = shared.Function;

    [Fact]
    public async Task Text_is_sent_as_text()
    {
        var answer = await _function.GetAsync("/json");
        Assert.False(answer.IsBase64);
        Assert.Equal("{\"name\":\"\\u00e4 \\\\ ä\u2028\"}", answer.Text);
        Assert.Equal("application/json", answer.Header("Content-Type"));
    }

    [Fact]
    public async Task Bytes_are_sent_as_base64()
    {
        var answer = await _function.GetAsync("/bytes/1000?type=application%2Foctet-stream");
        Assert.True(answer.IsBase64);
        Assert.Equal(Enumerable.Range(0, 1000).Select(index => (byte)index), answer.Body);
    }

    [Fact]
    public async Task Bytes_declared_as_text_that_are_not_UTF_8_are_sent_as_base64()
    {
        Adapter.OursAlone("AWS's adapter puts U+FFFD in its place");
        var answer = await _function.GetAsync("/bytes/256?type=text%2Fplain");
        Assert.Equal(Enumerable.Range(0, 256).Select(index => (byte)index), answer.Body);
    }

    [Fact]
    public async Task Each_cookie_is_a_separate_header_value()
    {
        var answer = await _function.GetAsync("/cookies");
        Assert.Equal(["a=1; path=/", "b=2; path=/; secure; httponly"], answer.Headers["Set-Cookie"]);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(205)]
    [InlineData(304)]
    public async Task A_status_that_forbids_a_body_is_sent_without_one(int status)
    {
        Adapter.OursAlone("AWS's adapter sends the body");
        var answer = await _function.GetAsync($"/status/{status}");
        Assert.Equal(status, answer.Status);
        Assert.Empty(answer.Body);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(418)]
    [InlineData(503)]
    public async Task A_status_is_sent_with_its_body(int status)
    {
        var answer = await _function.GetAsync($"/status/{status}");
        Assert.Equal((status, "a body"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task HEAD_is_answered_without_a_body()
    {
        Adapter.OursAlone("AWS's adapter sends the body");
        var answer = await _function.SendAsync(ProxyEvents.Of("HEAD", "/head").ToJsonString());
        Assert.Equal(200, answer.Status);
        Assert.Empty(answer.Body);
    }

    [Fact]
    public async Task A_part_of_a_file_is_sent()
    {
        var answer = await _function.GetAsync("/file");
        Assert.Equal("file", answer.Text);
    }

    [Fact]
    public async Task A_body_can_be_copied_from_the_request_to_the_response()
    {
        var body = string.Concat(Enumerable.Repeat("Kätzchen \"🐱\"\n", 20_000));
        var answer = await _function.SendAsync(ProxyEvents.Of("POST", "/pipe").With("body", body));
        Assert.Equal(body, answer.Text);
    }

    [Fact]
    public async Task Callbacks_run_before_the_first_byte_and_after_the_last()
    {
        Adapter.OursAlone("AWS's adapter says that the response has not started");
        var answer = await _function.GetAsync("/callbacks");
        Assert.Equal("False True", answer.Text);
        Assert.Equal(["last registered", "first registered"], answer.Headers["X-Order"]);
        await _function.Process.WaitForLineAsync(line => line == "Completed with 200.");
    }

    [Fact]
    public async Task The_largest_response_that_Lambda_accepts_is_sent()
    {
        Adapter.OursAlone("AWS's adapter writes more around the body");
        var empty = (await _function.InvokeAsync(ProxyEvents.Get("/text/1000000"))).Body.Length - 1_000_000;
        var answer = await _function.GetAsync($"/text/{(6 * 1024 * 1024) + 100 - empty}");
        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task A_response_over_6_MB_is_an_error_that_the_function_survives()
    {
        Adapter.OursAlone("AWS's adapter posts it all the same");
        foreach (var path in new[] { "/text/6291557", "/bytes/5000000?type=image%2Fpng", "/endless" })
        {
            var answer = await _function.GetAsync(path);
            Assert.Equal((500, "application/problem+json"), (answer.Status, answer.Header("Content-Type")));
            Assert.Contains("6 MB", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        await _function.Process.WaitForLineAsync(line => line.Contains("the response is larger than the 6 MB", StringComparison.Ordinal));
        Assert.Equal("a body", (await _function.GetAsync("/status/200")).Text);
    }
}
