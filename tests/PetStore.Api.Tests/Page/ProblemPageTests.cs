using Microsoft.Extensions.DependencyInjection;
using PetStore.Api.Storage;
using PetStore.Api.Tests.Contract;

namespace PetStore.Api.Tests.Page;

public sealed class ProblemPageTests
{
    private static readonly (string, string) Browser = ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

    [Fact]
    public async Task A_store_that_is_down_is_a_page_for_browsers_and_a_problem_for_programs()
    {
        await using var app = AppWith(new StoreUnavailableException("secret"));

        var page = await app.GetAsync("/?type=dog", Browser);

        Assert.Equal((503, "text/html; charset=utf-8", "1"), (page.Status, page.ContentType, page.Header("Retry-After")));
        Assert.Contains("The store is not available at the moment.", page.Body, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/?type=dog\">Try again</a>", page.Body, StringComparison.Ordinal);
        Assert.Contains(page.Header("X-Request-Id")!, page.Body, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", page.Body, StringComparison.Ordinal);
        (await app.GetAsync("/?type=dog")).Problem(503);
        (await app.GetAsync("/pets", Browser)).Problem(503);
    }

    [Fact]
    public async Task A_fault_is_a_page_too()
    {
        await using var app = AppWith(new InvalidOperationException("secret"));

        var page = await app.GetAsync("/page/pets/1", Browser);

        Assert.Equal((500, "text/html; charset=utf-8"), (page.Status, page.ContentType));
        Assert.DoesNotContain("secret", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_could_not_be_stored_is_shown_again_with_what_was_typed()
    {
        await using var app = AppWith(new StoreUnavailableException("secret"));

        var added = await app.PostFormAsync("/page/pets", "key=k1&type=gecko&price=49.95", Browser);
        var saved = await app.PostFormAsync("/page/pets/2", "version=3&type=bird&price=7", Browser);

        Assert.Equal((503, "k1", "49.95"), (added.Status, added.Field("key"), added.Field("price")));
        Assert.Contains("<option selected>gecko</option>", added.Body, StringComparison.Ordinal);
        Assert.Equal((503, "3", "7"), (saved.Status, saved.Field("version"), saved.Field("price")));
    }

    [Fact]
    public async Task An_invalid_query_is_explained()
    {
        await using var app = new PetStoreApp();

        var page = await app.GetAsync("/?page=0&type=%3Cscript%3E", Browser);

        Assert.Equal((400, "text/html; charset=utf-8"), (page.Status, page.ContentType));
        Assert.Contains("page must be an integer from 1 to 10000", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page.Body, StringComparison.Ordinal);
    }

    private static PetStoreApp AppWith(Exception fault) =>
        new(services => services.AddSingleton<IPetStore>(new FaultyStore(_ => throw fault)));
}
