using System.Text;
using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.BadInput;

public sealed class BodySizeTests : AppTest
{
    // One byte over 64 KiB, otherwise valid.
    private static readonly byte[] TooLong = Encoding.ASCII.GetBytes("""{"type":"cat","price":5}""".PadRight(64 * 1024 + 1));

    [Theory]
    [InlineData("POST", "/pets")]
    [InlineData("PUT", "/pets/1")]
    public async Task Over_64_KiB_is_413_with_a_content_length(string method, string path)
    {
        string[] headers = ["Content-Type: application/json", $"Content-Length: {TooLong.Length}"];

        (await Wire.SendAsync(App.Address, method, path, headers, TooLong)).Problem(413);
        Assert.Equal([1, 2, 3], (await App.GetAsync("/pets")).Ids);
    }

    [Theory]
    [InlineData("POST", "/pets")]
    [InlineData("PUT", "/pets/1")]
    public async Task Over_64_KiB_is_413_without_a_content_length(string method, string path)
    {
        string[] headers = ["Content-Type: application/json", "Transfer-Encoding: chunked"];

        (await Wire.SendAsync(App.Address, method, path, headers, Wire.Chunked(TooLong))).Problem(413);
        Assert.Equal([1, 2, 3], (await App.GetAsync("/pets")).Ids);
    }

    [Fact]
    public async Task A_small_body_needs_no_content_length()
    {
        string[] headers = ["Content-Type: application/json", "Transfer-Encoding: chunked"];
        var chunks = Wire.Chunked("""{"type":"cat","price":5}"""u8, size: 3);

        Assert.Equal(201, (await Wire.SendAsync(App.Address, "POST", "/pets", headers, chunks)).Status);
    }

    [Fact]
    public async Task A_gigabyte_is_refused_without_being_read()
    {
        string[] headers = ["Content-Type: application/json", "Content-Length: 1073741824"];

        (await Wire.SendAsync(App.Address, "POST", "/pets", headers, "{"u8.ToArray())).Problem(413);
    }

    [Theory]
    [InlineData("80000000")]
    [InlineData("ffffffff")]
    [InlineData("7fffffffffffffff")]
    [InlineData("fffffffffffffffffffff")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("")]
    public async Task A_chunk_size_that_is_not_a_size_is_400(string size)
    {
        string[] headers = ["Content-Type: application/json", "Transfer-Encoding: chunked"];

        (await Wire.SendAsync(App.Address, "POST", "/pets", headers, Encoding.ASCII.GetBytes($"{size}\r\n{{"))).Problem(400);
        (await Wire.SendAsync(App.Address, "PUT", "/pets/1", headers, Encoding.ASCII.GetBytes($"1\r\n{{\r\n{size}\r\n{{"))).Problem(400);
    }
}
