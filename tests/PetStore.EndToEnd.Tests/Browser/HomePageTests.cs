using System.Net.Http.Json;
using PetStore.EndToEnd.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PetStore.EndToEnd.Tests.Browser;

/// <summary>The pages with JavaScript, while everything works.</summary>
public sealed class HomePageTests(Chromium chromium) : BrowserTests(chromium)
{
    [Theory]
    [MemberData(nameof(Places))]
    public async Task Pets_are_added_edited_and_removed_in_place_and_the_focus_stays_where_the_work_is(string place)
    {
        var (store, url) = await StartAsync(place);
        await using var _ = store;
        await using var page = await OpenAsync(url);
        await Expect(page.Rows).ToHaveCountAsync(3);
        await Expect(page.Rows.First).ToContainTextAsync("249.99");

        await page.Page.GetByLabel("Type").SelectOptionAsync("gecko");
        await page.Page.GetByLabel("Price").FillAsync("49.95");
        await page.Page.GetByLabel("Price").PressAsync("Enter");
        await Expect(page.Message).ToContainTextAsync("Added gecko 4: show");
        await Expect(page.Rows.Last).ToContainTextAsync("49.95");
        await Expect(page.Focused).ToHaveAttributeAsync("id", "add-price");
        await Expect(page.Page.GetByLabel("Price")).ToHaveValueAsync("");
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync($"added-{Name(place)}");

        await page.Link("Edit gecko 4").ClickAsync();
        await Expect(page.Focused).ToHaveAttributeAsync("id", "edit-4-type");
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync($"edit-{Name(place)}");
        await page.Page.Locator("#edit-4-price").FillAsync("39.95");
        await page.Button("Save").ClickAsync();
        await Expect(page.Message).ToContainTextAsync("Saved gecko 4.");
        await Expect(page.Rows.Last).ToContainTextAsync("39.95");
        await Expect(page.Focused).ToHaveTextAsync("Edit gecko 4");

        await page.Link("Remove cat 2").ClickAsync();
        await Expect(page.Focused).ToHaveTextAsync("Remove cat 2");
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync($"remove-{Name(place)}");
        await page.Link("Keep cat 2").ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(4);
        await page.Link("Remove cat 2").ClickAsync();
        await page.Button("Remove cat 2").ClickAsync();
        await Expect(page.Message).ToContainTextAsync("Removed pet 2.");
        await Expect(page.Rows).ToHaveCountAsync(3);
        await Expect(page.Focused).ToHaveTextAsync("Remove fish 3");

        page.AssertNothingWentWrong();
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task The_id_leads_to_the_pet_where_it_is_edited_and_removed(string place)
    {
        var (store, url) = await StartAsync(place);
        await using var _ = store;
        await using var page = await OpenAsync(url);
        await page.Link("2").ClickAsync();
        await page.Page.GetByLabel("Price").FillAsync("7");
        await page.Button("Save").ClickAsync();
        await Expect(page.Message).ToContainTextAsync("Saved cat 2.");
        await Expect(page.Page.Locator("#shown")).ToContainTextAsync("7.00");
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync($"pet-{Name(place)}");

        await page.Link("Remove cat 2").ClickAsync();
        await page.AssertAccessibleAsync();
        await page.Button("Remove cat 2").ClickAsync();
        await Expect(page.Message).ToContainTextAsync("Removed pet 2.");
        await Expect(page.Rows).ToHaveCountAsync(2);

        page.AssertNothingWentWrong();
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Kinds_order_and_pages_are_links(string place)
    {
        var (store, url) = await StartAsync(place);
        await using var _ = store;
        await using var page = await OpenAsync(url);
        await page.Link("newest first").ClickAsync();
        await Expect(page.Rows.First).ToContainTextAsync("fish");
        await page.Link("gecko").ClickAsync();
        await Expect(page.Page.GetByText("No pets of the type gecko yet.")).ToBeVisibleAsync();
        await Expect(page.Link("newest first")).ToHaveAttributeAsync("aria-current", "true");
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync($"empty-{Name(place)}");
        await page.Link("oldest first").ClickAsync();
        await page.Link("all").ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(3);

        page.AssertNothingWentWrong();
    }

    [Fact]
    public async Task Ten_thousand_pets_are_paged_and_the_end_of_the_page_numbers_is_explained()
    {
        await using var store = await KestrelStore.StartAsync();
        await AddAsync(store, 10_020);
        await using var page = await OpenAsync(new Uri(store.Url, "?page=499"));
        await Expect(page.Page.GetByText("Page 499")).ToBeVisibleAsync();
        await page.Link("Next page").ClickAsync();
        await Expect(page.Page.GetByText("Page 500")).ToBeVisibleAsync();
        await Expect(page.Page.GetByText("Only the first 10,000 pets have page numbers")).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync("page-500");
        await page.Link("Next page").ClickAsync();
        await Expect(page.Rows.First).ToContainTextAsync("10001");
        await page.Link("Next page").ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(3);
        await Expect(page.Link("Next page")).ToHaveCountAsync(0);

        await page.Page.SetViewportSizeAsync(320, 700);
        await page.Link("Remove bird 10023").ClickAsync();
        await page.Button("Remove bird 10023").ClickAsync();
        await Expect(page.Message).ToContainTextAsync("Removed pet 10023.");
        await Expect(page.Message).ToBeInViewportAsync();
        await page.ScreenshotAsync("after-10000-phone");
        await page.Link("First page").ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(20);

        page.AssertNothingWentWrong();
    }

    [Fact]
    public async Task Success_goes_away_after_ten_seconds_unless_it_has_the_focus_and_can_be_dismissed()
    {
        await using var store = await KestrelStore.StartAsync();
        await using var page = await OpenAsync(store.Url);
        await page.Page.Clock.InstallAsync();
        await AddAsync(page, "5");
        await page.Link("show").FocusAsync();
        await page.Page.Clock.FastForwardAsync(11_000);
        await Expect(page.Message).ToContainTextAsync("Added dog 4");
        await page.Page.GetByLabel("Price").FocusAsync();
        await page.Page.Clock.FastForwardAsync(11_000);
        await Expect(page.Message).ToBeEmptyAsync();

        await AddAsync(page, "6");
        await page.Button("Dismiss").ClickAsync();
        await Expect(page.Message).ToBeEmptyAsync();

        page.AssertNothingWentWrong();
    }

    [Fact]
    public async Task A_message_never_covers_a_form()
    {
        await using var store = await KestrelStore.StartAsync();
        await AddAsync(store, 17);
        await using var page = await OpenAsync(store.Url, options => options.ViewportSize = new() { Width = 320, Height = 500 });
        await page.Link("Edit bird 12").ClickAsync();
        await AddAsync(page, "5");
        await page.Page.Locator("#edit-12-price").EvaluateAsync("field => scrollBy(0, field.getBoundingClientRect().top - 20)");
        var top = await page.Page.Locator("#edit-12-price").EvaluateAsync<bool>(
            "field => { const box = field.getBoundingClientRect(); return document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2) === field; }");
        Assert.True(top, "The field is covered.");
        await page.ScreenshotAsync("message-and-open-form-phone", fullPage: false);

        page.AssertNothingWentWrong();
    }

    private static async Task AddAsync(WatchedPage page, string price)
    {
        await page.Page.Locator("#add-price").FillAsync(price);
        await page.Button("Add").ClickAsync();
        await Expect(page.Message).ToContainTextAsync("Added dog");
    }

    private static string Name(string place) => place.Replace("/", "-slash", StringComparison.Ordinal);

    private static async Task AddAsync(KestrelStore store, int count)
    {
        using var http = new HttpClient();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, cancellationToken) =>
        {
            using var added = await http.PostAsJsonAsync(new Uri(store.Url, "pets"), new { type = "bird", price = (i % 100) + 0.5m }, cancellationToken);
            added.EnsureSuccessStatusCode();
        });
    }
}
