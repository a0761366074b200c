using Microsoft.Playwright;
using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.Browser;

/// <summary>The machine's own Chromium, headless; one for all tests that share this fixture, started by the first.</summary>
public sealed class Chromium : IAsyncDisposable
{
    // In a VPC, AWS's names lead to the endpoint; here to the gateway. Nothing else is to be found.
    private const string Names = "MAP *.amazonaws.com 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1";

    private readonly SemaphoreSlim _gate = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A page with no memory of others. Skips the test where Chromium is missing (fails it with CI=true).</summary>
    internal async Task<WatchedPage> OpenAsync(Uri url, Action<BrowserNewContextOptions>? adjust = null)
    {
        var options = new BrowserNewContextOptions { IgnoreHTTPSErrors = true, ViewportSize = new() { Width = 1024, Height = 900 } };
        adjust?.Invoke(options);
        var context = await (await StartAsync()).NewContextAsync(options);
        context.SetDefaultTimeout(60_000);
        var page = new WatchedPage(await context.NewPageAsync(), url);
        await page.Page.GotoAsync(url.OriginalString);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();

        _playwright?.Dispose();
        _gate.Dispose();
    }

    private async Task<IBrowser> StartAsync()
    {
        var chromium = Requires.Program("chromium");
        await _gate.WaitAsync();
        try
        {
            Assertions.SetDefaultExpectTimeout(60_000);
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = chromium,
                Headless = true,
                Timeout = 120_000,
                Args =
                [
                    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", $"--host-resolver-rules={Names}",
                ],
            });
        }
        finally
        {
            _gate.Release();
        }
    }
}
