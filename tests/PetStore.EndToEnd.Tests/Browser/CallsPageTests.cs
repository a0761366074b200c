using Microsoft.Playwright;
using PetStore.Testing;
using PrivateGateway;
using static Microsoft.Playwright.Assertions;

namespace PetStore.EndToEnd.Tests.Browser;

/// <summary>The private gateway's page of calls, as people see it.</summary>
public sealed class CallsPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColorScheme.Light, 1360)]
    [InlineData(ColorScheme.Dark, 1360)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Calls_appear_as_they_come_and_each_shows_what_decided_it(ColorScheme scheme, int width)
    {
        await using var gateway = await StartAsync();
        await using var page = await OpenAsync(gateway, scheme, width);
        var name = $"calls-{(scheme == ColorScheme.Dark ? "dark" : "light")}-{(width < 600 ? "phone" : "desktop")}";
        await Expect(page.Page.GetByText("No calls yet.")).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync($"{name}-empty");

        await CallAsync(gateway, "vpce-0aaa", "pets", "pets?limit=2", "pets/7");
        await CallAsync(gateway, "vpce-0bbb", "pets");
        await Expect(page.Rows).ToHaveCountAsync(4);
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync($"{name}-list");

        await page.Rows.First.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Page.Locator("li.stopped strong")).ToHaveTextAsync("Resource policy");
        await Expect(page.Page.Locator("mark").Filter(new() { HasText = "DenyOtherEndpoints" })).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await page.ScreenshotAsync($"{name}-refused");
        page.AssertNothingWentWrong();
    }

    [Fact]
    public async Task A_call_is_replayed_copied_filtered_and_reached_by_keyboard()
    {
        await using var gateway = await StartAsync();
        await CallAsync(gateway, "vpce-0aaa", "pets", "pets/1");
        await CallAsync(gateway, "vpce-0bbb", "pets");
        await using var page = await OpenAsync(gateway, ColorScheme.Light, 1360);
        await page.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);

        await page.Page.Keyboard.PressAsync("j");
        await Expect(page.Page.Locator("article .verdict")).ToContainTextAsync("403");
        await page.Page.Keyboard.PressAsync("j");
        await Expect(page.Page.Locator("article h2")).ToContainTextAsync("/v1/pets/1");

        await page.Page.Keyboard.PressAsync("c");
        await Expect(page.Page.Locator("#copied")).ToHaveTextAsync("Copied.");
        Assert.StartsWith("curl -i", await page.Page.EvaluateAsync<string>("navigator.clipboard.readText()"), StringComparison.Ordinal);

        await page.Page.Keyboard.PressAsync("r");
        await Expect(page.Rows).ToHaveCountAsync(4);
        await Expect(page.Page.Locator("article h2")).ToContainTextAsync("/v1/pets/1");
        Assert.Equal(4, gateway.LastCalls[^1].Number);

        await page.Page.Keyboard.PressAsync("/");
        await page.Page.Keyboard.TypeAsync("vpce-0bbb");
        await Expect(page.Rows).ToHaveCountAsync(1);
        await CallAsync(gateway, "vpce-0bbb", "pets/2");
        await Expect(page.Rows).ToHaveCountAsync(2);
        await CallAsync(gateway, "vpce-0aaa", "pets/3");
        await CallAsync(gateway, "vpce-0bbb", "pets/4");
        await Expect(page.Rows).ToHaveCountAsync(3);
        page.AssertNothingWentWrong();
    }

    [Fact]
    public async Task Ten_thousand_calls_are_listed_filtered_and_paged()
    {
        await using var gateway = await StartAsync();
        using var client = gateway.CreateClient("vpce-0aaa");
        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (i, cancel) =>
            (await client.GetAsync(new Uri($"pets/{i}", UriKind.Relative), cancel)).Dispose());
        await using var page = await OpenAsync(gateway, ColorScheme.Light, 1360);

        await Expect(page.Rows).ToHaveCountAsync(100);
        await page.ScreenshotAsync("calls-light-desktop-many");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Older calls" }).ClickAsync();
        await Expect(page.Page.Locator("tbody a").First).ToHaveAttributeAsync("data-call", "9900");

        await page.Page.GetByLabel("Filter").FillAsync("/v1/pets/4321");
        await Expect(page.Rows).ToHaveCountAsync(1);
        Assert.Equal(10_000, gateway.LastCalls.Count);
        page.AssertNothingWentWrong();
    }

    private static Task<PrivateGatewayHost> StartAsync() => PrivateGatewayHost.StartAsync(
        new GatewayOptions
        {
            TemplatePath = Repository.PathTo("serverless.template"),
            ParameterOverrides = new Dictionary<string, string> { ["AllowedVpcEndpointIds"] = "vpce-0aaa" },
            NoFunctions = true,
            LastCalls = 10_000,
            Endpoints = [EndpointListener.Free("vpce-0aaa"), EndpointListener.Free("vpce-0bbb")],
            Control = new Uri("http://127.0.0.1:0"),
        },
        Cancel);

    private Task<WatchedPage> OpenAsync(PrivateGatewayHost gateway, ColorScheme scheme, int width) => chromium.OpenAsync(
        new Uri(gateway.ControlUrl!, "/"), options => (options.ColorScheme, options.ViewportSize) = (scheme, new() { Width = width, Height = 900 }));

    private static async Task CallAsync(PrivateGatewayHost gateway, string endpoint, params string[] paths)
    {
        using var client = gateway.CreateClient(endpoint);
        foreach (var path in paths)
            (await client.GetAsync(new Uri(path, UriKind.Relative), Cancel)).Dispose();
    }
}
