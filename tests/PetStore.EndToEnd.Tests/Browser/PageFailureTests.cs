using Microsoft.Playwright;
using PetStore.EndToEnd.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PetStore.EndToEnd.Tests.Browser;

/// <summary>The page while something fails: it says so in words, loses nothing that was typed, and adds nothing twice.</summary>
public sealed class PageFailureTests(Chromium chromium) : BrowserTests(chromium)
{
    [Theory]
    [InlineData("1,50", "Write a point, not a comma: 1.50.")]
    [InlineData("0x10", "Write the price with digits, such as 12.50.")]
    [InlineData("1.234", "The price must be at most 1,000,000, with at most two decimals.")]
    public async Task A_wrong_price_is_explained_at_its_field(string price, string words)
    {
        await using var store = await KestrelStore.StartAsync();
        await using var page = await OpenAsync(store.Url);
        page.Expect(400);
        await SubmitAsync(page, price);
        await Expect(page.Page.GetByText(words)).ToBeVisibleAsync();
        await Expect(page.Focused).ToHaveAttributeAsync("aria-describedby", "add-price-error");
        await Expect(Price(page)).ToHaveValueAsync(price);
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync("wrong-price");

        await SubmitAsync(page, "1.50");
        await Expect(page.Message).ToContainTextAsync("Added dog 4");
        await Expect(page.Page.Locator("[aria-invalid]")).ToHaveCountAsync(0);
        await Expect(page.Page.GetByText(words)).ToHaveCountAsync(0);
        page.AssertNothingWentWrong();
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_conflict_shows_both_values_and_saving_again_replaces_the_stored_one(string place)
    {
        var (store, url) = await StartAsync(place);
        await using var _ = store;
        await using var page = await OpenAsync(url);
        page.Expect(412);
        await page.Link("Edit cat 2").ClickAsync();
        await page.Page.Locator("#edit-2-price").FillAsync("7");
        await page.Page.EvaluateAsync("async () => { await fetch('pets/2', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{\"type\":\"bird\",\"price\":5}' }); }");
        await page.Button("Save").ClickAsync();
        await Expect(page.Page.Locator(".conflict")).ToContainTextAsync("bird 5.00");
        await Expect(page.Page.Locator(".conflict")).ToContainTextAsync("cat 7");
        await Expect(page.Focused).ToHaveTextAsync("Save");
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync($"conflict-{place.Replace("/", "-slash", StringComparison.Ordinal)}");

        await page.Button("Save").ClickAsync();
        await Expect(page.Message).ToContainTextAsync("Saved cat 2.");
        await Expect(page.Page.Locator("#pet-2")).ToContainTextAsync("7.00");
        page.AssertNothingWentWrong();
    }

    [Fact]
    public async Task A_pet_that_was_changed_is_shown_again_before_it_is_removed()
    {
        await using var store = await KestrelStore.StartAsync();
        await using var page = await OpenAsync(store.Url);
        page.Expect(412);
        page.Expect(404);
        await page.Link("Remove cat 2").ClickAsync();
        await page.Page.EvaluateAsync("async () => { await fetch('pets/2', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{\"type\":\"bird\",\"price\":5}' }); }");
        await page.Button("Remove cat 2").ClickAsync();
        await Expect(page.Page.GetByText("Somebody else has changed this pet.")).ToBeVisibleAsync();
        await page.ScreenshotAsync("remove-conflict");
        await page.Page.EvaluateAsync("async () => { await fetch('pets/2', { method: 'DELETE' }); }");
        await page.Button("Remove bird 2").ClickAsync();
        await Expect(page.Page.GetByText("There is no pet 2.")).ToBeVisibleAsync();
        page.AssertNothingWentWrong();
    }

    [Fact]
    public async Task A_list_that_cannot_be_refreshed_does_not_hide_that_the_pet_was_added_and_it_is_never_added_twice()
    {
        await using var store = await KestrelStore.StartAsync();
        await using var page = await OpenAsync(store.Url);
        page.Expect(503);
        await page.Page.RouteAsync(store.Url.AbsoluteUri, route => route.FulfillAsync(new() { Status = 503, ContentType = "application/json", Body = """{"message":null}""" }));
        await SubmitAsync(page, "5");
        await Expect(page.Message).ToContainTextAsync("Added dog 4. The list could not be refreshed: The store is not available at the moment (503).");
        await Expect(page.Link("show")).ToBeVisibleAsync();
        await Expect(Price(page)).ToHaveValueAsync("5");
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync("list-not-refreshed");

        await page.Page.UnrouteAsync(store.Url.AbsoluteUri);
        await page.Button("Add").ClickAsync();
        await Expect(page.Message).ToContainTextAsync("Added dog 4: show");
        await Expect(page.Rows).ToHaveCountAsync(4);
        await SubmitAsync(page, "5");
        await Expect(page.Message).ToContainTextAsync("Added dog 5: show");
        page.AssertNothingWentWrong();
    }

    [Theory]
    [InlineData(503, "application/json", """{"message":null}""", "The store is not available at the moment (503). Try again in a little while.")]
    [InlineData(503, "application/problem+json", "not JSON", "The store is not available at the moment (503). Try again in a little while.")]
    [InlineData(503, "application/problem+json", """{"title":"Service Unavailable","detail":null}""", "Service Unavailable")]
    [InlineData(429, "application/json", """{"message":"Too Many Requests"}""", "Too many requests. Try again in a little while.")]
    [InlineData(500, "text/html", "<h1>Oops</h1>", "The server answered 500.")]
    public async Task Errors_of_servers_in_between_are_put_into_words(int status, string contentType, string body, string words)
    {
        await using var store = await KestrelStore.StartAsync();
        await using var page = await OpenAsync(store.Url);
        page.Expect(status);
        await page.Page.RouteAsync("**/pets", route => route.FulfillAsync(new() { Status = status, ContentType = contentType, Body = body }));
        await SubmitAsync(page, "5");
        await Expect(page.Page.Locator("#add > .error")).ToHaveTextAsync(words);
        await Expect(Price(page)).ToHaveValueAsync("5");
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync($"add-{status}");
        page.AssertNothingWentWrong();
    }

    [Fact]
    public async Task The_page_says_that_it_is_offline_and_the_pet_can_be_added_afterwards()
    {
        await using var store = await KestrelStore.StartAsync();
        await using var page = await OpenAsync(store.Url);
        await page.Page.Context.SetOfflineAsync(true);
        await SubmitAsync(page, "5");
        await Expect(page.Page.GetByText("You are offline.")).ToBeVisibleAsync();
        await page.ScreenshotAsync("offline");
        await page.Link("Edit dog 1").ClickAsync();
        await Expect(page.Message).ToContainTextAsync("You are offline.");
        await page.AssertAccessibleAsync();

        await page.Page.Context.SetOfflineAsync(false);
        await page.Button("Add").ClickAsync();
        await Expect(page.Message).ToContainTextAsync("Added dog 4");
    }

    [Fact]
    public async Task While_a_call_runs_the_form_is_busy_and_cannot_be_sent_twice_and_keeps_what_is_typed()
    {
        await using var store = await KestrelStore.StartAsync();
        await using var page = await OpenAsync(store.Url);
        var arrived = new TaskCompletionSource<IRoute>(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.Page.RouteAsync("**/pets", route => arrived.TrySetResult(route));
        await SubmitAsync(page, "5");
        var call = await arrived.Task.WaitAsync(TestContext.Current.CancellationToken);
        await Expect(page.Button("Adding…")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("#add")).ToHaveAttributeAsync("aria-busy", "true");
        await Price(page).FillAsync("6");
        await Price(page).PressAsync("Enter");
        await page.ScreenshotAsync("busy");
        await call.ContinueAsync();

        await Expect(page.Message).ToContainTextAsync("Added dog 4");
        await Expect(page.Button("Add")).ToBeVisibleAsync();
        await Expect(Price(page)).ToHaveValueAsync("6");
        await Expect(page.Rows).ToHaveCountAsync(4);
        page.AssertNothingWentWrong();
    }

    [Fact]
    public async Task An_open_form_keeps_what_was_typed_and_the_focus_when_the_list_is_refreshed()
    {
        await using var store = await KestrelStore.StartAsync();
        await using var page = await OpenAsync(store.Url);
        await page.Link("Edit fish 3").ClickAsync();
        await page.Page.Locator("#edit-3-price").FillAsync("33");
        await page.Link("Remove dog 1").ClickAsync();
        await page.Button("Remove dog 1").ClickAsync();
        await page.Page.Locator("#edit-3-price").FocusAsync();
        await Expect(page.Message).ToContainTextAsync("Removed pet 1.");
        await Expect(page.Page.Locator("#edit-3-price")).ToHaveValueAsync("33");
        await page.Button("Save").ClickAsync();
        await Expect(page.Page.Locator("#pet-3")).ToContainTextAsync("33.00");
        await Expect(page.Rows).ToHaveCountAsync(2);
        page.AssertNothingWentWrong();
    }

    [Fact]
    public async Task A_store_that_takes_no_writes_says_why_and_a_posted_form_is_shown_again()
    {
        await using var store = await KestrelStore.StartAsync();
        await using var page = await OpenAsync(store.Url);
        page.Expect(503);
        File.Delete(store.Database);
        await SubmitAsync(page, "5");
        await Expect(page.Page.Locator("#add > .error")).ToHaveTextAsync("The store's file was deleted or replaced.");
        await page.ScreenshotAsync("store-closed");

        // Sends the form without the event that page.js handles, so as a browser without JavaScript does.
        await page.Page.EvaluateAsync("() => document.getElementById('add').submit()");
        await Expect(page.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("The store is not available");
        await Expect(page.Page.GetByText("The store's file was deleted or replaced.")).ToBeVisibleAsync();
        await Expect(Price(page)).ToHaveValueAsync("5");
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync("store-closed-page");
        page.AssertNothingWentWrong();
    }

    [Fact]
    public async Task An_invalid_address_and_a_pet_that_does_not_exist_have_pages_that_say_so()
    {
        await using var store = await KestrelStore.StartAsync();
        await using var page = await OpenAsync(new Uri(store.Url, "?type=%3Cscript%3E&page=0"));
        page.Expect(400);
        page.Expect(404);
        await Expect(page.Page.Locator(".errors li")).ToHaveCountAsync(2);
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync("invalid-address");

        await page.Page.GotoAsync(new Uri(store.Url, "page/pets/99").AbsoluteUri);
        await Expect(page.Page.GetByText("There is no pet 99.")).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync("no-such-pet");
        await page.Link("All pets").ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(3);
    }

    private static ILocator Price(WatchedPage page) => page.Page.Locator("#add-price");

    private static async Task SubmitAsync(WatchedPage page, string price)
    {
        await Price(page).FillAsync(price);
        await Price(page).PressAsync("Enter");
    }
}
