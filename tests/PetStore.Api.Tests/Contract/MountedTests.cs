using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using PetStore.Api.Tests.Page;

namespace PetStore.Api.Tests.Contract;

/// <summary>The app under a stage or base path, as API Gateway and Lambda mount it: it sees the prefix as PathBase.</summary>
public sealed class MountedTests : IAsyncDisposable
{
    private readonly PetStoreApp _app = new(services => services.AddSingleton<IStartupFilter>(new Mount("/v1")));

    [Fact]
    public async Task The_location_of_a_new_pet_is_under_the_mount()
    {
        var answer = await _app.SendAsync(HttpMethod.Post, "/v1/pets", """{"type":"bird","price":19.99}""");

        var location = new Uri(new Uri(_app.Address, "/v1/pets"), answer.Header("Location"));
        Assert.Equal("/v1/pets/4", location.AbsolutePath);
    }

    [Theory]
    [InlineData("/v1/pets?limit=1")]
    [InlineData("/v1/pets/?limit=1")]
    public async Task The_next_page_is_under_the_mount(string path)
    {
        var answer = await _app.GetAsync(path);

        var next = new Uri(new Uri(_app.Address, path), answer.Next);
        Assert.Equal("/v1/pets", next.AbsolutePath.TrimEnd('/'));
        Assert.Equal([2], (await _app.GetAsync(next.PathAndQuery)).Ids);
    }

    [Theory]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    public async Task The_page_and_its_links_work_under_the_mount(string path)
    {
        var page = await _app.GetAsync(path);

        Assert.Equal(200, page.Status);
        var at = Html.BaseOf(page.Body, new Uri(_app.Address, path));
        Assert.NotEmpty(Html.Links(page.Body));
        foreach (var link in Html.Links(page.Body).Select(link => new Uri(at, link)))
        {
            Assert.StartsWith("/v1", link.AbsolutePath, StringComparison.Ordinal);
            Assert.InRange((await _app.GetAsync(link.PathAndQuery)).Status, 200, 399);
        }
    }

    [Fact]
    public async Task Forms_are_posted_and_redirect_under_the_mount()
    {
        var page = await _app.GetAsync("/v1/page/pets/2");
        Assert.Contains("action=\"page/pets/2\"", page.Body, StringComparison.Ordinal);

        foreach (var (path, fields, location) in ((string, string, string)[])[
            ("/v1/page/pets", "type=bird&price=19.99", "/v1/?order=desc&added=4"),
            ("/v1/page/pets/2", "version=1&type=bird&price=19.99", "/v1/page/pets/2?saved"),
            ("/v1/page/pets/2/remove", "version=2", "/v1/?removed=2")])
        {
            var answer = await _app.PostFormAsync(path, fields);
            Assert.Equal(location, answer.Header("Location"));
            Assert.Equal(200, (await _app.FollowAsync(answer)).Status);
        }
    }

    [Theory]
    [InlineData("/v1/swagger")]
    [InlineData("/v1/swagger/index.html")]
    [InlineData("/v1/openapi.json")]
    [InlineData("/v1/health/ready")]
    public async Task The_description_and_the_health_checks_are_under_the_mount_too(string path)
    {
        Assert.InRange((await _app.GetAsync(path)).Status, 200, 399);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class Mount(string path) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app => next(app.UsePathBase(path));
    }
}
