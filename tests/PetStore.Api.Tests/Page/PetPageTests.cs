namespace PetStore.Api.Tests.Page;

public sealed class PetPageTests : AppTest
{
    [Fact]
    public async Task Ids_in_the_list_lead_to_the_pet_and_the_pet_leads_back()
    {
        Assert.Contains("<a href=\"page/pets/2\">2</a>", (await App.GetAsync("/")).Body, StringComparison.Ordinal);

        var page = await App.GetAsync("/page/pets/2");

        Assert.Equal((200, "text/html; charset=utf-8"), (page.Status, page.ContentType));
        Assert.Contains("<h1>cat 2</h1>", page.Body, StringComparison.Ordinal);
        Assert.Contains("<a href=\"./\">All pets</a>", page.Body, StringComparison.Ordinal);
        Assert.Equal(("124.99", "1"), (page.Field("price"), page.Field("version")));
    }

    [Theory]
    [InlineData("/page/pets/99")]
    [InlineData("/page/pets/99/remove")]
    [InlineData("/page/pets/x")]
    [InlineData("/page/pets/%3Cscript%3E")]
    public async Task A_pet_that_does_not_exist_has_a_page_that_says_so(string path)
    {
        var page = await App.GetAsync(path, ("Accept", "text/html,*/*;q=0.8"));

        Assert.Equal((404, "text/html; charset=utf-8"), (page.Status, page.ContentType));
        Assert.DoesNotContain("<script>", page.Body, StringComparison.Ordinal);
        Assert.Contains("<a href=\"./\">All pets</a>", page.Body, StringComparison.Ordinal);
        (await App.GetAsync(path)).Problem(404);
    }

    [Fact]
    public async Task The_form_saves_and_redirects_to_the_pet()
    {
        var page = await App.FollowAsync(await App.PostFormAsync("/page/pets/2", "version=1&type=bird&price=7.50"));

        Assert.Contains("Saved.", page.Body, StringComparison.Ordinal);
        Assert.Contains("<h1>bird 2</h1>", page.Body, StringComparison.Ordinal);
        Assert.Equal(("7.50", "2"), (page.Field("price"), page.Field("version")));
    }

    [Fact]
    public async Task A_conflict_shows_both_values_and_the_next_attempt_replaces_what_was_shown()
    {
        await App.PutAsync("/pets/2", """{"type":"bird","price":5}""");

        var conflict = await App.PostFormAsync("/page/pets/2", "version=1&type=gecko&price=7");

        Assert.Equal(412, conflict.Status);
        Assert.Matches("<dt>Stored</dt><dd>.*bird.* 5\\.00</dd>", conflict.Body);
        Assert.Matches("<dt>Yours</dt><dd>.*gecko.* 7</dd>", conflict.Body);
        Assert.Equal(("7", "2"), (conflict.Field("price"), conflict.Field("version")));
        Assert.Equal("""{"id":2,"type":"bird","price":5}""", (await App.GetAsync("/pets/2")).Body);

        Assert.Equal(303, (await App.PostFormAsync("/page/pets/2", $"version={conflict.Field("version")}&type=gecko&price=7")).Status);
        Assert.Equal("""{"id":2,"type":"gecko","price":7}""", (await App.GetAsync("/pets/2")).Body);
    }

    [Fact]
    public async Task Saving_again_after_a_lost_answer_is_not_a_conflict()
    {
        Assert.Equal(303, (await App.PostFormAsync("/page/pets/2", "version=1&type=bird&price=7.50")).Status);
        Assert.Equal(303, (await App.PostFormAsync("/page/pets/2", "version=1&type=bird&price=7.5")).Status);

        Assert.Equal("\"2\"", (await App.GetAsync("/pets/2")).Header("ETag"));
    }

    [Fact]
    public async Task A_wrong_price_is_explained_at_its_field_and_changes_nothing()
    {
        var page = await App.PostFormAsync("/page/pets/2", "version=1&type=bird&price=1%2C50");

        Assert.Equal((400, "1,50", "1"), (page.Status, page.Field("price"), page.Field("version")));
        Assert.Contains("id=\"edit-2-price-error\">Write a point, not a comma: 1.50.", page.Body, StringComparison.Ordinal);
        Assert.Equal("\"1\"", (await App.GetAsync("/pets/2")).Header("ETag"));
    }

    [Fact]
    public async Task Removing_asks_first_and_redirects_to_the_list()
    {
        var question = await App.GetAsync("/page/pets/2/remove");
        Assert.Contains("Remove cat 2</button>", question.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await App.GetAsync("/pets/2")).Status);

        var list = await App.FollowAsync(await App.PostFormAsync("/page/pets/2/remove", $"version={question.Field("version")}"));

        Assert.Contains("Removed pet 2.", list.Body, StringComparison.Ordinal);
        Assert.Equal([1, 3], (await App.GetAsync("/pets")).Ids);
    }

    [Theory]
    [InlineData("version=1")]
    [InlineData("version=x")]
    [InlineData("")]
    public async Task A_pet_that_was_changed_is_not_removed_before_it_is_shown_again(string fields)
    {
        await App.PutAsync("/pets/2", """{"type":"bird","price":5}""");

        var again = await App.PostFormAsync("/page/pets/2/remove", fields);

        Assert.Equal((412, "2"), (again.Status, again.Field("version")));
        Assert.Contains("Somebody else has changed this pet.", again.Body, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], (await App.GetAsync("/pets")).Ids);
    }

    [Theory]
    [InlineData("/page/pets/99")]
    [InlineData("/page/pets/99/remove")]
    [InlineData("/page/pets/x")]
    public async Task Forms_for_a_pet_that_does_not_exist_are_404(string path)
    {
        (await App.PostFormAsync(path, "version=1&type=bird&price=5")).Problem(404);
    }
}
