namespace PetStore.Api.Tests.Contract;

public sealed class ListTests : AppTest
{
    private const string SamplePets =
        """[{"id":1,"type":"dog","price":249.99},{"id":2,"type":"cat","price":124.99},{"id":3,"type":"fish","price":0.99}]""";

    [Theory]
    [InlineData("/pets")]
    [InlineData("/pets/")]
    public async Task A_new_store_has_the_three_sample_pets_byte_for_byte(string path)
    {
        var answer = await App.GetAsync(path);

        Assert.Equal(200, answer.Status);
        Assert.Equal(SamplePets, answer.Body);
        Assert.StartsWith("application/json", answer.ContentType, StringComparison.Ordinal);
        Assert.Null(answer.Next);
    }

    [Theory]
    [InlineData("dog", 1)]
    [InlineData("cat", 2)]
    [InlineData("fish", 3)]
    public async Task A_type_selects_its_pets(string type, long id)
    {
        var answer = await App.GetAsync($"/pets?type={type}");

        Assert.Equal([id], answer.Ids);
    }

    [Fact]
    public async Task A_type_without_pets_is_an_empty_array()
    {
        var answer = await App.GetAsync("/pets?type=gecko");

        Assert.Equal((200, "[]"), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task A_page_has_twenty_pets_unless_a_limit_is_given()
    {
        await App.CreateAsync(19);

        Assert.Equal(20, (await App.GetAsync("/pets")).Ids.Count);
        Assert.Equal([1], (await App.GetAsync("/pets?limit=1")).Ids);
        Assert.Equal(22, (await App.GetAsync("/pets?limit=100")).Ids.Count);
    }

    [Fact]
    public async Task A_next_link_is_sent_only_when_there_are_more_pets()
    {
        var first = await App.GetAsync("/pets?limit=2");
        var second = await App.GetAsync(first.Next!);

        Assert.Equal([1, 2], first.Ids);
        Assert.Equal([3], second.Ids);
        Assert.Null(second.Next);
        Assert.Null((await App.GetAsync("/pets?limit=3")).Next);
    }

    [Theory]
    [InlineData("limit=2", "limit=2")]
    [InlineData("after=1", "limit=20")]
    [InlineData("page=2&limit=1&type=dog", "limit=1&type=dog")]
    [InlineData("order=desc&after=3&limit=1", "limit=1&order=desc")]
    public async Task A_link_to_the_first_page_is_always_sent(string query, string first)
    {
        Assert.Equal($"/pets?{first}", (await App.GetAsync($"/pets?{query}")).First);
    }

    [Fact]
    public async Task The_newest_pets_come_first_on_request()
    {
        await App.CreateAsync(3);

        var first = await App.GetAsync("/pets?order=desc&limit=4");
        var second = await App.GetAsync(first.Next!);

        Assert.Equal([6, 5, 4, 3], first.Ids);
        Assert.Equal([2, 1], second.Ids);
        Assert.Null(second.Next);
        Assert.Equal([1, 2, 3, 4, 5, 6], (await App.GetAsync("/pets?order=asc")).Ids);
        Assert.Equal([2, 1], (await App.GetAsync("/pets?order=desc&page=3&limit=2")).Ids);
        Assert.Equal([6, 5, 4, 1], (await App.GetAsync("/pets?order=desc&type=dog")).Ids);
    }

    [Fact]
    public async Task The_next_link_pages_by_id_and_keeps_the_type_and_the_limit()
    {
        await App.CreateAsync(3, "cat");

        var next = new Uri(App.Address, (await App.GetAsync("/pets/?type=cat&limit=3")).Next);

        Assert.Equal("/pets", next.AbsolutePath.TrimEnd('/'));
        Assert.Equal(["after=5", "limit=3", "type=cat"], next.Query.TrimStart('?').Split('&').Order());
        Assert.Equal([6], (await App.GetAsync(next.PathAndQuery)).Ids);
    }

    [Fact]
    public async Task The_next_link_of_a_numbered_page_pages_by_id_too()
    {
        await App.CreateAsync(3);

        var second = await App.GetAsync("/pets?page=2&limit=2");

        Assert.Equal([3, 4], second.Ids);
        Assert.Contains("after=4", second.Next, StringComparison.Ordinal);
        Assert.DoesNotContain("page=", second.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_a_pet_does_not_move_other_pets_to_another_page()
    {
        var first = await App.GetAsync("/pets?limit=2");
        await App.DeleteAsync("/pets/1");
        await App.DeleteAsync("/pets/2");

        Assert.Equal([3], (await App.GetAsync(first.Next!)).Ids);
    }

    [Theory]
    [InlineData("/pets?page=2")]
    [InlineData("/pets?page=100&limit=100")]
    [InlineData("/pets?page=10000&limit=1")]
    [InlineData("/pets?after=3")]
    [InlineData("/pets?after=9007199254740991")]
    public async Task A_page_after_the_last_pet_is_empty(string path)
    {
        var answer = await App.GetAsync(path);

        Assert.Equal((200, "[]"), (answer.Status, answer.Body));
        Assert.Null(answer.Next);
    }

    [Theory]
    [InlineData("/pets?page=101&limit=100")]
    [InlineData("/pets?page=501")]
    [InlineData("/pets?page=10001&limit=1")]
    [InlineData("/pets?page=9223372036854775807&limit=2")]
    public async Task Numbered_pages_end_at_the_ten_thousandth_pet(string path)
    {
        (await App.GetAsync(path)).Problem(400, "page");
    }
}
