using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.Contract;

public sealed class MethodTests : AppTest
{
    [Theory]
    [InlineData("/")]
    [InlineData("/pets")]
    [InlineData("/pets/")]
    [InlineData("/pets?limit=2")]
    [InlineData("/pets/export")]
    [InlineData("/pets/1")]
    [InlineData("/pets/99")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi.json")]
    public async Task Head_answers_as_get_does_without_the_body(string path)
    {
        var get = await App.GetAsync(path);
        var head = await App.SendAsync(HttpMethod.Head, path, null);

        Assert.Equal((get.Status, ""), (head.Status, head.Body));
        foreach (var name in (string[])["Content-Type", "ETag", "Link", "X-Content-Type-Options"])
            Assert.Equal(get.Header(name), head.Header(name));
    }

    [Theory]
    [InlineData("PATCH", "/pets", "GET,HEAD,OPTIONS,POST")]
    [InlineData("DELETE", "/pets/", "GET,HEAD,OPTIONS,POST")]
    [InlineData("TRACE", "/pets", "GET,HEAD,OPTIONS,POST")]
    [InlineData("FOO", "/pets", "GET,HEAD,OPTIONS,POST")]
    [InlineData("PATCH", "/pets/1", "DELETE,GET,HEAD,OPTIONS,PUT")]
    [InlineData("POST", "/pets/1", "DELETE,GET,HEAD,OPTIONS,PUT")]
    [InlineData("PUT", "/pets/export", "GET,HEAD,OPTIONS")]
    [InlineData("DELETE", "/pets/export/", "GET,HEAD,OPTIONS")]
    [InlineData("POST", "/pets/export", "GET,HEAD,OPTIONS")]
    [InlineData("POST", "/", "GET,HEAD")]
    [InlineData("POST", "/health/live", "GET,HEAD")]
    public async Task A_method_that_a_route_does_not_support_is_405_with_the_supported_ones(string method, string path, string allow)
    {
        var answer = await Wire.SendAsync(App.Address, method, path);

        answer.Problem(405);
        Assert.Equal(allow, Sorted(answer.Header("Allow")));
    }

    [Theory]
    [InlineData("/pet")]
    [InlineData("/pets/1/toys")]
    [InlineData("/PETS/1/2")]
    [InlineData("/.env")]
    [InlineData("/pets//")]
    [InlineData("/../etc/passwd")]
    [InlineData("/%00")]
    [InlineData("/openapi.json/x")]
    public async Task An_unknown_path_is_404_in_every_method(string path)
    {
        foreach (var method in (string[])["GET", "POST", "PUT", "DELETE", "PATCH"])
        {
            var answer = await Wire.SendAsync(App.Address, method, path);
            Assert.InRange(answer.Status, 400, 404);
        }
    }

    [Theory]
    [InlineData("/pet")]
    [InlineData("/pets/1/toys")]
    [InlineData("/health")]
    public async Task An_unknown_path_is_a_problem(string path)
    {
        (await App.GetAsync(path)).Problem(404);
        (await App.SendAsync(HttpMethod.Post, path, "{}")).Problem(404);
        Assert.Equal(404, (await App.SendAsync(HttpMethod.Head, path, null)).Status);
    }

    [Theory]
    [InlineData("/pets", "GET,HEAD,OPTIONS,POST")]
    [InlineData("/pets/", "GET,HEAD,OPTIONS,POST")]
    [InlineData("/pets/1", "DELETE,GET,HEAD,OPTIONS,PUT")]
    [InlineData("/pets/export", "GET,HEAD,OPTIONS")]
    public async Task OPTIONS_lists_the_supported_methods(string path, string allow)
    {
        var answer = await App.SendAsync(HttpMethod.Options, path, null);

        Assert.Equal((204, allow), (answer.Status, Sorted(answer.Header("Allow"))));
    }

    private static string Sorted(string? list) => string.Join(',', list!.Split(',', StringSplitOptions.TrimEntries).Order());
}
