using System.IO.Compression;
using System.Text.Json.Nodes;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

/// <summary>What ASP.NET Core's own middleware expects of a server.</summary>
public sealed class MiddlewareTests(SharedFunction shared) : IClassFixture<SharedFunction>
{
    private readonly LambdaFunction _function = shared.Function;

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_response_is_compressed(string encoding)
    {
        var answer = await _function.SendAsync(With("/compressed", "Accept-Encoding", encoding));
        Assert.Equal(encoding, answer.Header("Content-Encoding"));
        Assert.True(answer.IsBase64);
        using var compressed = new MemoryStream(answer.Body);
        await using Stream plain = encoding == "gzip"
            ? new GZipStream(compressed, CompressionMode.Decompress)
            : new BrotliStream(compressed, CompressionMode.Decompress);
        using var text = new StreamReader(plain);
        Assert.Equal(4500, (await text.ReadToEndAsync(TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task A_response_is_cached()
    {
        var first = await _function.GetAsync("/cached");
        var second = await _function.GetAsync("/cached");
        Assert.Equal(first.Text, second.Text);
        Assert.NotNull(second.Header("Age"));
    }

    [Fact]
    public async Task A_static_file_is_served_with_its_headers()
    {
        var answer = await _function.GetAsync("/hello.txt");
        Assert.Equal(("A file with an umlaut: ä\n", "text/plain"), (answer.Text, answer.Header("Content-Type")));

        var notModified = await _function.SendAsync(With("/hello.txt", "If-None-Match", answer.Header("ETag")!));
        Assert.Equal(304, notModified.Status);
        Assert.Empty(notModified.Body);
    }

    [Fact]
    public async Task A_static_image_arrives_as_its_bytes()
    {
        var answer = await _function.GetAsync("/dot.png");
        Assert.True(answer.IsBase64);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], answer.Body[..8]);
    }

    [Fact]
    public async Task A_part_of_a_static_file_is_served()
    {
        var answer = await _function.SendAsync(With("/hello.txt", "Range", "bytes=2-5"));
        Assert.Equal((206, "file", "bytes 2-5/26"), (answer.Status, answer.Text, answer.Header("Content-Range")));
    }

    [Fact]
    public async Task A_preflight_is_answered()
    {
        var preflight = ProxyEvents.Of("OPTIONS", "/echo/x");
        preflight["multiValueHeaders"] = new JsonObject
        {
            ["Origin"] = new JsonArray("https://example.com"),
            ["Access-Control-Request-Method"] = new JsonArray("PUT"),
            ["Access-Control-Request-Headers"] = new JsonArray("X-Api-Key"),
        };
        var answer = await _function.SendAsync(preflight.ToJsonString());
        Assert.Equal(204, answer.Status);
        Assert.Equal("https://example.com", answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal("PUT", answer.Header("Access-Control-Allow-Methods"));
    }

    [Fact]
    public async Task The_exception_handler_answers()
    {
        var answer = await _function.GetAsync("/handled/throw");
        Assert.Equal((500, "{\"title\":\"secret\"}"), (answer.Status, answer.Text));
    }

    private static string With(string path, string header, string value) =>
        ProxyEvents.Of("GET", path).With("multiValueHeaders", new JsonObject { ["Host"] = new JsonArray("localhost"), [header] = new JsonArray(value) });
}
