using System.Collections.Concurrent;
using Microsoft.Playwright;
using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.Browser;

/// <summary>A page, and all that went wrong on it: on the console, in scripts, with requests, or by asking another origin.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly HashSet<int> _expected = [];

    public WatchedPage(IPage page, Uri url)
    {
        Page = page;
        page.Console += (_, message) => NoteIf(
            message.Type is "error" or "warning" && !_expected.Any(status => message.Text.Contains($"status of {status}", StringComparison.Ordinal)),
            $"console: {message.Text}");
        page.PageError += (_, error) => NoteIf(true, $"script: {error}");
        // A feed ends with its page.
        page.RequestFailed += (_, request) => NoteIf(request.ResourceType != "eventsource", $"failed: {request.Method} {request.Url}: {request.Failure}");
        page.Response += (_, response) => NoteIf(
            response.Status >= 400 && !_expected.Contains(response.Status), $"status: {response.Status} {response.Request.Method} {response.Url}");
        page.Request += (_, request) => NoteIf(
            !request.Url.StartsWith("data:", StringComparison.Ordinal) && new Uri(request.Url).Authority != url.Authority, $"origin: {request.Url}");
    }

    public IPage Page { get; }

    public ILocator Message => Page.Locator("#message");

    public ILocator Rows => Page.Locator("tbody tr:visible");

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>The element that has the focus.</summary>
    public ILocator Focused => Page.Locator(":focus");

    /// <summary>This status is what the test provokes.</summary>
    public void Expect(int status) => _expected.Add(status);

    public void AssertNothingWentWrong() => Assert.True(_wrong.IsEmpty, string.Join('\n', _wrong));

    /// <summary>Asks axe-core, whose verdicts come with the elements concerned. The size of targets is a rule of WCAG 2.2 that has to be turned on.</summary>
    /// <param name="known">Rules that this page is known to break.</param>
    public async Task AssertAccessibleAsync(params string[] known)
    {
        await NodeTools.InstallAsync();
        await Page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(NodeTools.Directory, "node_modules", "axe-core", "axe.min.js")));
        var violations = await Page.EvaluateAsync<string[]>(
            "async known => (await axe.run({ rules: { 'target-size': { enabled: true } } })).violations.filter(v => !known.includes(v.id)).map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.html).join(' | ')}`)",
            known);
        Assert.True(violations.Length == 0, string.Join('\n', violations));
    }

    /// <summary>Kept in artifacts/screenshots, to be looked at.</summary>
    public Task ScreenshotAsync(string name, bool fullPage = true) => Page.ScreenshotAsync(new()
    {
        Path = Repository.PathTo("artifacts", "screenshots", name + ".png"),
        FullPage = fullPage,
    });

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();

    private void NoteIf(bool wrong, string what)
    {
        if (wrong)
            _wrong.Enqueue(what);
    }
}
