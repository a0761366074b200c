using Microsoft.Playwright;
using PetStore.EndToEnd.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PetStore.EndToEnd.Tests.Browser;

/// <summary>The pages without JavaScript, in the dark, on small screens, and with large text.</summary>
public sealed class PageAppearanceTests(Chromium chromium) : BrowserTests(chromium)
{
    [Theory]
    [MemberData(nameof(Places))]
    public async Task Everything_works_without_JavaScript(string place)
    {
        var (store, url) = await StartAsync(place);
        await using var _ = store;
        await using var page = await OpenAsync(url, options => options.JavaScriptEnabled = false);
        await page.Page.GetByLabel("Type").SelectOptionAsync("gecko");
        await page.Page.GetByLabel("Price").FillAsync("49.95");
        await page.Button("Add").ClickAsync();
        await Expect(page.Message).ToHaveTextAsync("Added pet 4: show");
        await Expect(page.Rows.First).ToContainTextAsync("49.95");
        await page.ScreenshotAsync($"without-javascript-{place.Replace("/", "-slash", StringComparison.Ordinal)}");

        await page.Link("show").ClickAsync();
        await page.Page.GetByLabel("Price").FillAsync("39.95");
        await page.Button("Save").ClickAsync();
        await Expect(page.Message).ToHaveTextAsync("Saved.");
        await Expect(page.Page.Locator("#shown")).ToContainTextAsync("39.95");

        await page.Link("Remove gecko 4").ClickAsync();
        await page.Button("Remove gecko 4").ClickAsync();
        await Expect(page.Message).ToHaveTextAsync("Removed pet 4.");
        await Expect(page.Rows).ToHaveCountAsync(3);
        page.AssertNothingWentWrong();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 100)]
    [InlineData(ColorScheme.Dark, 1280, 100)]
    [InlineData(ColorScheme.Light, 320, 100)]
    [InlineData(ColorScheme.Dark, 320, 100)]
    [InlineData(ColorScheme.Light, 1280, 200)]
    [InlineData(ColorScheme.Light, 640, 200)]
    public async Task The_pages_are_accessible_and_never_scroll_sideways(ColorScheme scheme, int width, int percent)
    {
        await using var store = await KestrelStore.StartAsync();
        await using var page = await OpenAsync(store.Url, options =>
        {
            options.ColorScheme = scheme;
            options.ViewportSize = new() { Width = width, Height = 800 };
        });
        page.Expect(400);
        page.Expect(412);
        await LookAsync("list");

        await page.Page.Locator("#add-price").FillAsync("1000000");
        await page.Button("Add").ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(4);
        await page.Page.Locator("#add-price").FillAsync("1,50");
        await page.Button("Add").ClickAsync();
        await Expect(page.Page.Locator("[aria-invalid]")).ToHaveCountAsync(1);
        await page.Link("Remove dog 4").ClickAsync();
        await page.Link("Edit cat 2").ClickAsync();
        await Expect(page.Page.Locator("tr.open")).ToHaveCountAsync(2);
        await page.Page.EvaluateAsync("async () => { await fetch('pets/2', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{\"type\":\"bird\",\"price\":5}' }); }");
        await page.Button("Save").ClickAsync();
        await Expect(page.Page.Locator(".conflict")).ToBeVisibleAsync();
        await LookAsync("forms");

        await page.Page.GotoAsync(new Uri(store.Url, "page/pets/4").AbsoluteUri);
        await LookAsync("pet");
        page.AssertNothingWentWrong();

        async Task LookAsync(string what)
        {
            await page.Page.EvaluateAsync("percent => { document.documentElement.style.fontSize = `${percent}%`; }", percent);
            await page.ScreenshotAsync($"{what}-{scheme}-{width}-{percent}".ToLowerInvariant());
            await page.AssertAccessibleAsync();
            Assert.True(await page.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{what} scrolls sideways.");
            Assert.Empty(await page.Page.EvaluateAsync<string[]>(FaintBorders));
        }
    }

    // WCAG 1.4.11: axe does not compare the borders of controls with what is around them.
    private const string FaintBorders = """
        () => {
          const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
          const luminance = color => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = color;
            canvas.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(c => c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          return [...document.querySelectorAll("input:not([type=hidden]), select, button[type=submit]")]
            .map(control => [control, contrast(luminance(getComputedStyle(control).borderTopColor), luminance(getComputedStyle(control.closest(".card, td")).backgroundColor))])
            .filter(([, ratio]) => ratio < 3)
            .map(([control, ratio]) => `${control.outerHTML}: ${ratio.toFixed(2)}`);
        }
        """;
}
