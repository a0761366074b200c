using System.Text.RegularExpressions;

namespace PetStore.Api.Tests.Page;

public sealed class AssetTests : AppTest
{
    [Theory]
    [InlineData("page.css", "text/css; charset=utf-8")]
    [InlineData("page.js", "text/javascript; charset=utf-8")]
    public async Task The_page_refers_to_its_files_by_their_hash_and_they_may_be_kept_for_a_year(string name, string contentType)
    {
        var address = Regex.Match((await App.GetAsync("/")).Body, $"\"({Regex.Escape(name)}\\?v=[0-9a-f]{{16}})\"").Groups[1].Value;

        var file = await App.GetAsync($"/{address}");

        Assert.Equal((200, contentType), (file.Status, file.ContentType));
        Assert.Equal("public, max-age=31536000, immutable", file.Header("Cache-Control"));
        Assert.Equal($"\"{address[^16..]}\"", file.Header("ETag"));
    }

    [Theory]
    [InlineData("/page.css")]
    [InlineData("/page.js?v=0123456789abcdef")]
    [InlineData("/openapi.json")]
    public async Task Under_any_other_address_a_file_is_revalidated_and_answered_with_304(string path)
    {
        var file = await App.GetAsync(path);
        var again = await App.GetAsync(path, ("If-None-Match", file.Header("ETag")!));
        var other = await App.GetAsync(path, ("If-None-Match", "\"0123456789abcdef\""));

        Assert.Equal((200, "no-cache"), (file.Status, file.Header("Cache-Control")));
        Assert.Equal((304, "", "no-cache"), (again.Status, again.Body, again.Header("Cache-Control")));
        Assert.Equal((200, file.Body), (other.Status, other.Body));
    }
}
