using PetStore.Api.Pets;
using PetStore.Api.Storage;
using PetStore.Api.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace PetStore.Api.Tests.Page;

public sealed class ListPageTests : AppTest
{
    [Fact]
    public async Task Newest_first_and_oldest_first_are_a_click_away_and_stay_chosen_on_the_next_page()
    {
        await App.CreateAsync(25, "gecko");

        var newest = await App.GetAsync(new Uri(App.Address, Link(await App.GetAsync("/"), "newest first")).PathAndQuery);
        Assert.Contains("id=\"pet-28\"", newest.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"pet-1\"", newest.Body, StringComparison.Ordinal);
        Assert.Equal("./", Link(newest, "oldest first"));

        var next = await App.GetAsync(new Uri(App.Address, Link(newest, "Next<span class=\"unseen\"> page</span>")).PathAndQuery);
        Assert.Contains("id=\"pet-1\"", next.Body, StringComparison.Ordinal);
        Assert.Contains("<span>Page 2</span>", next.Body, StringComparison.Ordinal);
        Assert.Equal("./?order=desc", Link(next, "First<span class=\"unseen\"> page</span>"));
        Assert.Equal("./?order=desc", Link(next, "Previous<span class=\"unseen\"> page</span>"));
    }

    [Fact]
    public async Task After_the_last_numbered_page_the_list_continues_and_explains_why()
    {
        await using var app = new PetStoreApp(services => services.AddSingleton<IPetStore>(new EndlessStore()));

        var before = await app.GetAsync("/?page=499&type=bird&order=desc");
        Assert.Equal("./?page=500&order=desc&type=bird", Link(before, "Next<span class=\"unseen\"> page</span>"));
        Assert.DoesNotContain("10,000", before.Body, StringComparison.Ordinal);

        var last = await app.GetAsync("/?page=500&type=bird&order=desc");
        Assert.Contains("Only the first 10,000 pets have page numbers", last.Body, StringComparison.Ordinal);
        Assert.Equal("./?after=20&order=desc&type=bird", Link(last, "Next<span class=\"unseen\"> page</span>"));

        var beyond = await app.GetAsync("/?after=20&order=desc&type=bird");
        Assert.Contains("<span>After pet 20</span>", beyond.Body, StringComparison.Ordinal);
        Assert.Equal("./?after=20&order=desc&type=bird", Link(beyond, "Next<span class=\"unseen\"> page</span>"));
        Assert.Equal("./?order=desc&type=bird", Link(beyond, "First<span class=\"unseen\"> page</span>"));
    }

    [Theory]
    [InlineData("/?type=gecko", "No pets of the type gecko yet.")]
    [InlineData("/?page=3", "No pets on this page.")]
    [InlineData("/?after=3", "No pets on this page.")]
    public async Task An_empty_list_says_so(string path, string words)
    {
        var page = await App.GetAsync(path);

        Assert.Contains(words, page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<table>", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prices_have_a_currency_sign_only_if_one_is_configured()
    {
        Assert.Contains(">249.99<", (await App.GetAsync("/")).Body, StringComparison.Ordinal);

        await using var app = new PetStoreApp(("Page:CurrencySign", "€"));
        var page = await app.GetAsync("/");

        Assert.Contains(">&#x20AC;249.99<", page.Body, StringComparison.Ordinal);
        Assert.Contains("Price in &#x20AC;</label>", page.Body, StringComparison.Ordinal);
        Assert.Contains("&#x20AC;249.99", (await app.GetAsync("/page/pets/1")).Body, StringComparison.Ordinal);
        Assert.Equal("249.99", (await app.GetAsync("/page/pets/1")).Field("price"));
    }

    private static string Link(Http.Answer page, string text)
    {
        var end = page.Body.IndexOf($">{text}</a>", StringComparison.Ordinal);
        Assert.True(end > 0, $"There is no link '{text}'.");
        var start = page.Body.LastIndexOf("href=\"", end, StringComparison.Ordinal) + 6;
        return System.Net.WebUtility.HtmlDecode(page.Body[start..page.Body.IndexOf('"', start)]);
    }

    /// <summary>There are always more pets.</summary>
    private sealed class EndlessStore : IPetStore
    {
        private readonly FaultyStore _others = new(_ => throw new NotSupportedException());

        public Task<PetPage> ListAsync(PetQuery query, CancellationToken cancellationToken) => Task.FromResult(
            new PetPage([.. Enumerable.Range(1, query.Limit).Select(id => new Pet(id, PetType.Bird, 1))], HasMore: true));

        public Task InitializeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task CheckAsync(CancellationToken cancellationToken) => _others.CheckAsync(cancellationToken);

        public Task<StoredPet?> FindAsync(long id, CancellationToken cancellationToken) => _others.FindAsync(id, cancellationToken);

        public IAsyncEnumerable<Pet[]> ExportAsync(PetType? type, CancellationToken cancellationToken) => _others.ExportAsync(type, cancellationToken);

        public Task<CreateResult> CreateAsync(NewPet pet, string? idempotencyKey, CancellationToken cancellationToken) =>
            _others.CreateAsync(pet, idempotencyKey, cancellationToken);

        public Task<WriteResult> ReplaceAsync(long id, NewPet pet, VersionCondition condition, CancellationToken cancellationToken) =>
            _others.ReplaceAsync(id, pet, condition, cancellationToken);

        public Task<WriteResult> DeleteAsync(long id, VersionCondition condition, CancellationToken cancellationToken) =>
            _others.DeleteAsync(id, condition, cancellationToken);
    }
}
