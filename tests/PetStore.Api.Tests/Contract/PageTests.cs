using System.Text.RegularExpressions;

namespace PetStore.Api.Tests.Contract;

public sealed partial class PageTests : AppTest
{
    [Fact]
    public async Task The_page_lists_the_pets_without_JavaScript()
    {
        var page = await App.GetAsync("/");

        Assert.Equal(200, page.Status);
        Assert.Equal("text/html; charset=utf-8", page.ContentType);
        Assert.Matches("(?i)^<!doctype html>\\s*<html lang=\"en\"", page.Body);
        foreach (var text in (string[])["dog", "cat", "fish", "249.99", "124.99", "0.99"])
            Assert.Contains(text, page.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_page_has_links_that_filter_and_page()
    {
        await App.CreateAsync(25, "gecko");

        var first = await App.GetAsync("/?type=gecko");
        Assert.DoesNotContain("249.99", first.Body, StringComparison.Ordinal);
        var next = Html.Links(first.Body).First(link => link.Contains("after=", StringComparison.Ordinal) || link.Contains("page=", StringComparison.Ordinal));
        Assert.Contains("type=gecko", next, StringComparison.Ordinal);
        var second = await App.GetAsync(new Uri(App.Address, next).PathAndQuery);

        Assert.Equal(200, second.Status);
        Assert.NotEqual(first.Body, second.Body);
        Assert.Contains("28", second.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_shows_every_change_of_the_pets()
    {
        await App.DeleteAsync("/pets/1");
        await App.PostAsync("""{"type":"bird","price":77.25}""");

        var page = await App.GetAsync("/");

        Assert.DoesNotContain("249.99", page.Body, StringComparison.Ordinal);
        Assert.Contains("77.25", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_content_security_policy_allows_no_other_origin_and_nothing_inline()
    {
        var page = await App.GetAsync("/");
        var policy = page.Header("Content-Security-Policy")!;

        var directives = policy.Split(';', StringSplitOptions.TrimEntries);
        foreach (var directive in (string[])["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'self'", "form-action 'self'", "frame-ancestors 'none'"])
            Assert.Contains(directive, directives);
        foreach (var hole in (string[])["unsafe", "*", "http:", "https:"])
            Assert.DoesNotContain(hole, policy, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\son[a-z]+=", page.Body);
        Assert.DoesNotMatch(@"\sstyle=", page.Body);
        Assert.DoesNotMatch(@"(?i)javascript:", page.Body);
    }

    [Fact]
    public async Task The_page_uses_only_its_own_origin_and_every_reference_resolves()
    {
        var page = await App.GetAsync("/");

        foreach (var link in Html.Links(page.Body))
        {
            Assert.DoesNotMatch("^(/|[a-z]+:)", link);
            Assert.InRange((await App.GetAsync(new Uri(App.Address, link).PathAndQuery)).Status, 200, 399);
        }
    }

    [Fact]
    public async Task Every_control_has_a_label()
    {
        var page = (await App.GetAsync("/")).Body;
        var labelled = Label().Matches(page).Select(label => label.Groups[1].Value).ToHashSet();
        var controls = Control().Matches(page).Select(control => control.Value).Where(control => !control.Contains("type=\"hidden\"", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(controls);
        Assert.All(controls, control =>
            Assert.True(control.Contains("aria-label", StringComparison.Ordinal) || labelled.Contains(Id().Match(control).Groups[1].Value), control));
    }

    [Theory]
    [InlineData("/?type=%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/?after=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/?page=%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/?%3Cscript%3Ealert(1)%3C/script%3E=1")]
    public async Task Text_from_the_URL_never_becomes_markup(string path)
    {
        var page = await App.GetAsync(path);

        Assert.InRange(page.Status, 200, 499);
        Assert.DoesNotContain("<script>alert", page.Body, StringComparison.Ordinal);
    }

    [GeneratedRegex("<label[^>]*\\sfor=\"([^\"]+)\"")]
    private static partial Regex Label();

    [GeneratedRegex("<(?:input|select|textarea)[^>]*>")]
    private static partial Regex Control();

    [GeneratedRegex("\\sid=\"([^\"]+)\"")]
    private static partial Regex Id();
}
