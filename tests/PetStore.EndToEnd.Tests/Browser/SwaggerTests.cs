using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PetStore.EndToEnd.Tests.Browser;

public sealed class SwaggerTests(Chromium chromium) : BrowserTests(chromium)
{
    // Swagger UI's own headings, landmarks, colours, small targets and list of servers, which this project does not control.
    private static readonly string[] KnownViolations = ["color-contrast", "heading-order", "region", "select-name", "target-size"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Try_it_out_lists_the_pets(string place)
    {
        var (store, url) = await StartAsync(place);
        await using var _ = store;
        await using var page = await OpenAsync(url);
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Swagger UI" }).ClickAsync();

        var list = page.Page.Locator("#operations-pets-listPets");
        await list.Locator(".opblock-summary-control").ClickAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "Try it out" }).ClickAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "Execute" }).ClickAsync();
        await Expect(list.Locator(".live-responses-table .response-col_status").Last).ToContainTextAsync("200");
        await Expect(list.Locator(".live-responses-table .highlight-code")).ToContainTextAsync("249.99");
        await page.ScreenshotAsync($"swagger-{place.Replace("/", "-slash", StringComparison.Ordinal)}");

        page.AssertNothingWentWrong();
    }

    [Theory]
    [InlineData("Kestrel")]
    [InlineData("v1/")]
    public async Task Swagger_UI_opens_without_a_trailing_slash(string place)
    {
        var (store, _) = await StartAsync(place);
        await using var owned = store;
        await using var page = await OpenAsync(new Uri(store.Url, "swagger"));
        await Expect(page.Page.Locator("#operations-pets-createPet")).ToBeVisibleAsync();
        await page.AssertAccessibleAsync(KnownViolations);

        page.AssertNothingWentWrong();
    }
}
