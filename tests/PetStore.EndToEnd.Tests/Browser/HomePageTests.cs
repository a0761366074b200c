using System.Net.Http.Json;
using Microsoft.Playwright;
using PetStore.EndToEnd.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PetStore.EndToEnd.Tests.Browser;

public sealed class HomePageTests(Chromium chromium) : BrowserTests(chromium)
{
    [Theory]
    [MemberData(nameof(Places))]
    public async Task The_page_lists_adds_filters_and_removes_pets(string place)
    {
        var (store, url) = await StartAsync(place);
        await using var _ = store;
        await using var page = await OpenAsync(url);
        await Expect(page.Rows).ToHaveCountAsync(3);
        await Expect(page.Rows.First).ToContainTextAsync("249.99");
        await page.ScreenshotAsync($"home-{Name(place)}");

        await page.Page.GetByLabel("Type").SelectOptionAsync("gecko");
        await page.Page.GetByLabel("Price").FillAsync("49.95");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Expect(page.Message).ToHaveTextAsync("Added gecko 4.");
        await Expect(page.Rows).ToHaveCountAsync(4);
        await Expect(page.Rows.Last).ToContainTextAsync("49.95");

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "gecko", Exact = true }).ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(1);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Remove gecko 4" }).ClickAsync();
        await Expect(page.Message).ToHaveTextAsync("Removed pet 4.");
        await Expect(page.Page.GetByText("No pets here.")).ToBeVisibleAsync();

        page.AssertNothingWentWrong();
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Errors_are_shown_in_a_message_in_view(string place)
    {
        var (store, url) = await StartAsync(place);
        await using var _ = store;
        await using var page = await OpenAsync(url);
        page.Expect(400);
        page.Expect(404);
        await page.Page.GetByLabel("Price").FillAsync("1.234");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Expect(page.Message).ToContainTextAsync("price must be a number from 0 to 1000000 with at most two decimals");
        await Expect(page.Message).ToHaveClassAsync("bad");
        await Expect(page.Message).ToBeInViewportAsync();
        await page.ScreenshotAsync($"home-error-{Name(place)}");
        await page.AssertAccessibleAsync();

        using var http = HttpFor(store);
        (await http.DeleteAsync(new Uri(store.Url, "pets/1"), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Remove dog 1" }).ClickAsync();
        await Expect(page.Message).ToContainTextAsync("There is no pet 1.");

        page.AssertNothingWentWrong();
    }

    [Fact]
    public async Task Long_lists_are_paged_and_messages_stay_in_view()
    {
        await using var store = await WithPetsAsync(25);
        await using var page = await OpenAsync(store.Url);
        await Expect(page.Rows).ToHaveCountAsync(20);
        await Expect(page.Page.GetByText("Previous page")).ToHaveCountAsync(0);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Remove bird 20" }).ClickAsync();
        await Expect(page.Message).ToHaveTextAsync("Removed pet 20.");
        await Expect(page.Message).ToBeInViewportAsync();
        await page.ScreenshotAsync("home-first-page");

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Next page" }).ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(7);
        await Expect(page.Page.GetByText("Next page")).ToHaveCountAsync(0);
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Previous page" }).ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(20);

        page.AssertNothingWentWrong();
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task The_page_is_readable_without_JavaScript(string place)
    {
        var (store, url) = await StartAsync(place);
        await using var _ = store;
        await using var page = await OpenAsync(url, options => options.JavaScriptEnabled = false);
        await Expect(page.Rows).ToHaveCountAsync(3);
        await Expect(page.Page.Locator("noscript p")).ToBeVisibleAsync();
        await Expect(page.Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await page.ScreenshotAsync($"home-without-javascript-{Name(place)}");

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "cat", Exact = true }).ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(1);
        page.AssertNothingWentWrong();

        // Not watched: for a document that is no page, browsers ask the root for an icon.
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "2", Exact = true }).ClickAsync();
        await Expect(page.Page.Locator("body")).ToContainTextAsync("""{"id":2,"type":"cat","price":124.99}""");
    }

    [Fact]
    public async Task Submitting_the_form_twice_adds_only_one_pet()
    {
        await using var store = await KestrelStore.StartAsync();
        await using var page = await OpenAsync(store.Url);
        await page.Page.GetByLabel("Price").FillAsync("5");
        await page.Page.EvaluateAsync("() => { const form = document.getElementById('add'); form.requestSubmit(); form.requestSubmit(); }");
        await Expect(page.Message).ToHaveTextAsync("Added dog 4.");
        await page.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Expect(page.Rows).ToHaveCountAsync(4);

        page.AssertNothingWentWrong();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1024)]
    [InlineData(ColorScheme.Dark, 1024)]
    [InlineData(ColorScheme.Light, 320)]
    public async Task The_page_is_accessible_in_light_and_dark_mode_and_on_small_screens(ColorScheme scheme, int width)
    {
        await using var store = await WithPetsAsync(20);
        await using var page = await OpenAsync(store.Url, options =>
        {
            options.ColorScheme = scheme;
            options.ViewportSize = new() { Width = width, Height = 800 };
        });
        await Expect(page.Rows).ToHaveCountAsync(20);
        await page.AssertAccessibleAsync();
        Assert.True(await page.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "It scrolls sideways.");
        await page.ScreenshotAsync($"home-{scheme}-{width}".ToLowerInvariant());

        page.AssertNothingWentWrong();
    }

    [Fact]
    public async Task An_invalid_query_is_reported_on_an_error_page()
    {
        await using var store = await KestrelStore.StartAsync();
        await using var page = await OpenAsync(new Uri(store.Url, "?type=%3Cscript%3E&page=0"));
        page.Expect(400);
        await Expect(page.Page.Locator(".errors li")).ToHaveCountAsync(2);
        await page.ScreenshotAsync("home-refusal");
        await page.AssertAccessibleAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "All pets" }).ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(3);
    }

    private static string Name(string place) => place.Replace("/", "-slash", StringComparison.Ordinal);

    private static HttpClient HttpFor(RunningStore store) =>
        store is PrivateStore stage ? new HttpClient(stage.Through()) : new HttpClient();

    private static async Task<KestrelStore> WithPetsAsync(int count)
    {
        var store = await KestrelStore.StartAsync();
        using var http = new HttpClient();
        for (var i = 0; i < count; i++)
        {
            using var added = await http.PostAsJsonAsync(
                new Uri(store.Url, "pets"), new { type = "bird", price = i + 0.5m }, TestContext.Current.CancellationToken);
            added.EnsureSuccessStatusCode();
        }

        return store;
    }
}
