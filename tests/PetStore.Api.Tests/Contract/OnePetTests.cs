namespace PetStore.Api.Tests.Contract;

public sealed class OnePetTests : AppTest
{
    [Theory]
    [InlineData("/pets/2")]
    [InlineData("/pets/2/")]
    public async Task A_pet_is_found_by_its_id(string path)
    {
        var answer = await App.GetAsync(path);

        Assert.Equal((200, """{"id":2,"type":"cat","price":124.99}"""), (answer.Status, answer.Body));
        Assert.Matches("^\"[^\"]+\"$", answer.Header("ETag"));
    }

    [Theory]
    [InlineData("/pets/4")]
    [InlineData("/pets/9007199254740991")]
    public async Task A_pet_that_does_not_exist_is_404(string path)
    {
        (await App.GetAsync(path)).Problem(404);
        (await App.PutAsync(path, """{"type":"cat","price":5}""")).Problem(404);
        (await App.DeleteAsync(path)).Problem(404);
    }

    [Theory]
    [InlineData("/pets/2")]
    [InlineData("/pets/2/")]
    public async Task Replacing_changes_type_and_price_and_the_etag(string path)
    {
        var before = await App.GetAsync("/pets/2");
        var answer = await App.PutAsync(path, """{"type":"gecko","price":3.5}""");
        var after = await App.GetAsync("/pets/2");

        Assert.Equal((200, """{"id":2,"type":"gecko","price":3.5}"""), (answer.Status, answer.Body));
        Assert.Equal(answer.Body, after.Body);
        Assert.Equal(answer.Header("ETag"), after.Header("ETag"));
        Assert.NotEqual(before.Header("ETag"), after.Header("ETag"));
    }

    [Fact]
    public async Task A_replaced_pet_is_listed_by_its_new_type_alone()
    {
        await App.PutAsync("/pets/2", """{"type":"gecko","price":3.5}""");

        Assert.Equal([2], (await App.GetAsync("/pets?type=gecko")).Ids);
        Assert.Empty((await App.GetAsync("/pets?type=cat")).Ids);
    }

    [Fact]
    public async Task Replacing_a_pet_with_itself_is_not_an_error()
    {
        Assert.Equal(200, (await App.PutAsync("/pets/2", """{"type":"cat","price":124.99}""")).Status);
        Assert.Equal(200, (await App.PutAsync("/pets/2", """{"type":"cat","price":124.99}""")).Status);
    }

    [Theory]
    [InlineData("/pets/2")]
    [InlineData("/pets/2/")]
    public async Task A_removed_pet_is_not_found(string path)
    {
        var answer = await App.DeleteAsync(path);

        Assert.Equal((204, ""), (answer.Status, answer.Body));
        (await App.GetAsync("/pets/2")).Problem(404);
        (await App.DeleteAsync("/pets/2")).Problem(404);
        Assert.Equal([1, 3], (await App.GetAsync("/pets")).Ids);
    }
}
