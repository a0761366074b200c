using System.Net;

namespace PetStore.Api.Tests.Page;

public sealed class AddFormTests : AppTest
{
    [Fact]
    public async Task The_form_adds_a_pet_and_redirects_to_a_list_that_shows_it()
    {
        var key = (await App.GetAsync("/")).Field("key");

        var list = await App.FollowAsync(await App.PostFormAsync("/page/pets", $"key={key}&type=gecko&price=49.95"));

        Assert.Equal(200, list.Status);
        Assert.Contains("""Added pet 4: <a href="page/pets/4">show</a>""", list.Body, StringComparison.Ordinal);
        Assert.True(list.Body.IndexOf("id=\"pet-4\"", StringComparison.Ordinal) < list.Body.IndexOf("id=\"pet-1\"", StringComparison.Ordinal), "The newest is not first.");
        Assert.Equal("""{"id":4,"type":"gecko","price":49.95}""", (await App.GetAsync("/pets/4")).Body);
    }

    [Fact]
    public async Task The_same_form_sent_twice_adds_one_pet_and_with_another_price_another_one()
    {
        var key = (await App.GetAsync("/")).Field("key");

        var first = await App.PostFormAsync("/page/pets", $"key={key}&type=dog&price=5");
        var second = await App.PostFormAsync("/page/pets", $"key={key}&type=dog&price=5");
        var other = await App.PostFormAsync("/page/pets", $"key={key}&type=dog&price=6");

        Assert.Equal(first.Header("Location"), second.Header("Location"));
        Assert.Equal([1, 2, 3, 4, 5], (await App.GetAsync("/pets")).Ids);
        Assert.EndsWith("added=5", other.Header("Location"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_page_has_a_form_with_its_own_key_and_is_not_kept_for_the_Back_button()
    {
        var (one, two) = (await App.GetAsync("/"), await App.GetAsync("/"));

        Assert.NotEqual(one.Field("key"), two.Field("key"));
        Assert.Equal("no-store", one.Header("Cache-Control"));
    }

    [Theory]
    [InlineData("1,50", "Write a point, not a comma: 1.50.")]
    [InlineData("1,000", "Write the price without commas")]
    [InlineData("1.000,50", "Write the price without commas")]
    [InlineData("0x10", "Write the price with digits")]
    [InlineData("1e2", "Write the price with digits")]
    [InlineData("-1", "Write the price with digits")]
    [InlineData("5.", "Write the price with digits")]
    [InlineData(".5", "Write the price with digits")]
    [InlineData("٣", "Write the price with digits")]
    [InlineData("<b>", "Write the price with digits")]
    [InlineData("", "Enter a price")]
    [InlineData("  ", "Enter a price")]
    [InlineData("1.234", "at most two decimals")]
    [InlineData("1000000.01", "at most 1,000,000")]
    [InlineData("1.2.3", "at most two decimals")]
    public async Task A_wrong_price_is_explained_at_its_field_and_kept_as_typed(string price, string words)
    {
        var answer = await App.PostFormAsync("/page/pets", $"key=k&type=cat&price={Uri.EscapeDataString(price)}");

        Assert.Equal(400, answer.Status);
        Assert.Equal(price.Trim(), answer.Field("price"));
        Assert.Equal("k", answer.Field("key"));
        Assert.Contains("<option selected>cat</option>", answer.Body, StringComparison.Ordinal);
        Assert.Matches("<input id=\"add-price\"[^>]* aria-invalid=\"true\" aria-describedby=\"add-price-error\">", answer.Body);
        Assert.Matches($"<p class=\"error\" id=\"add-price-error\">[^<]*{words}", WebUtility.HtmlDecode(answer.Body));
        Assert.Equal([1, 2, 3], (await App.GetAsync("/pets")).Ids);
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("007", "7")]
    [InlineData("1.5", "1.5")]
    [InlineData("+12.50+", "12.5")]
    [InlineData("1000000.00", "1000000")]
    public async Task A_price_may_have_leading_zeros_spaces_around_it_and_up_to_two_decimals(string typed, string stored)
    {
        Assert.Equal(303, (await App.PostFormAsync("/page/pets", $"type=dog&price={typed}")).Status);

        Assert.Equal($$"""{"id":4,"type":"dog","price":{{stored}}}""", (await App.GetAsync("/pets/4")).Body);
    }

    [Theory]
    [InlineData("type=tiger&price=5")]
    [InlineData("price=5")]
    [InlineData("type=dog&type=cat&price=5")]
    [InlineData("type=dog")]
    [InlineData("%FF%00=&type=dog&price=%E2%82")]
    public async Task A_form_that_no_browser_would_send_is_refused(string fields)
    {
        Assert.Equal(400, (await App.PostFormAsync("/page/pets", fields)).Status);
        Assert.Equal([1, 2, 3], (await App.GetAsync("/pets")).Ids);
    }

    [Fact]
    public async Task Another_content_type_is_415_and_a_large_form_413()
    {
        (await App.SendAsync(HttpMethod.Post, "/page/pets", """{"type":"dog","price":5}""")).Problem(415);
        (await App.PostFormAsync("/page/pets", "type=dog&price=5&more=" + new string('x', 65_536))).Problem(413);
    }

    [Theory]
    [InlineData("/page/pets")]
    [InlineData("/page/pets/1")]
    [InlineData("/page/pets/1/remove")]
    public async Task Forms_on_pages_of_other_origins_are_refused(string path)
    {
        var answer = await App.PostFormAsync(path, "type=dog&price=5&version=1", ("Origin", "https://elsewhere.example"), ("Accept", "text/html"));

        Assert.Equal(403, answer.Status);
        Assert.Equal("""[{"id":1,"type":"dog","price":249.99},{"id":2,"type":"cat","price":124.99},{"id":3,"type":"fish","price":0.99}]""", (await App.GetAsync("/pets")).Body);
    }
}
