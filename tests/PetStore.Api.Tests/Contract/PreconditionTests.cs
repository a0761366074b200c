namespace PetStore.Api.Tests.Contract;

/// <summary>RFC 9110 section 13: <c>E</c> stands for the pet's entity tag, quotes included.</summary>
public sealed class PreconditionTests : AppTest
{
    [Theory]
    [InlineData("E", 200)]
    [InlineData("*", 200)]
    [InlineData("\"other\", E", 200)]
    [InlineData("\"other\",E , \"third\"", 200)]
    [InlineData("\"a, b\", E", 200)]
    [InlineData("\"other\"", 412)]
    [InlineData("\"\"", 412)]
    [InlineData("\"other\", \"third\"", 412)]
    [InlineData("W/E", 412)]
    public async Task If_Match_compares_strongly(string ifMatch, int status)
    {
        var tag = (await App.GetAsync("/pets/1")).Header("ETag")!;
        var header = ("If-Match", ifMatch.Replace("E", tag, StringComparison.Ordinal));

        Assert.Equal(status, (await App.GetAsync("/pets/1", header)).Status);
        Assert.Equal(status, (await App.PutAsync("/pets/1", """{"type":"bird","price":1}""", header)).Status);
        if (status == 412)
            Assert.Equal(412, (await App.DeleteAsync("/pets/1", header)).Status);
    }

    [Fact]
    public async Task A_refused_write_changes_nothing()
    {
        var before = await App.GetAsync("/pets/1");

        (await App.PutAsync("/pets/1", """{"type":"bird","price":1}""", ("If-Match", "\"other\""))).Problem(412);
        (await App.DeleteAsync("/pets/1", ("If-Match", "\"other\""))).Problem(412);

        var after = await App.GetAsync("/pets/1");
        Assert.Equal((before.Body, before.Header("ETag")), (after.Body, after.Header("ETag")));
    }

    [Theory]
    [InlineData("other")]
    [InlineData("\"open")]
    [InlineData("\"a\" \"b\"")]
    [InlineData("*, \"a\"")]
    [InlineData("\"a\", *")]
    [InlineData("")]
    public async Task A_malformed_precondition_is_refused(string value)
    {
        (await App.PutAsync("/pets/1", """{"type":"bird","price":1}""", ("If-Match", value))).Problem(400);
        (await App.DeleteAsync("/pets/1", ("If-Match", value))).Problem(400);
        (await App.GetAsync("/pets/1", ("If-None-Match", value))).Problem(400);
    }

    [Theory]
    [InlineData("E", 304)]
    [InlineData("W/E", 304)]
    [InlineData("*", 304)]
    [InlineData("\"other\", W/E", 304)]
    [InlineData("\"other\"", 200)]
    public async Task If_None_Match_compares_weakly(string ifNoneMatch, int status)
    {
        var tag = (await App.GetAsync("/pets/1")).Header("ETag")!;
        var header = ("If-None-Match", ifNoneMatch.Replace("E", tag, StringComparison.Ordinal));

        var get = await App.GetAsync("/pets/1", header);
        var head = await App.SendAsync(HttpMethod.Head, "/pets/1", null, header);
        var put = await App.PutAsync("/pets/1", """{"type":"bird","price":1}""", header);

        Assert.Equal((status, status), (get.Status, head.Status));
        Assert.Equal(tag, get.Header("ETag"));
        Assert.Equal(status == 304, get.Body.Length == 0);
        Assert.Equal(status == 304 ? 412 : 200, put.Status);
    }

    [Theory]
    [InlineData("\"01\"")]
    [InlineData("\"+1\"")]
    [InlineData("\" 1\"")]
    [InlineData("\"1 \"")]
    [InlineData("\"1.0\"")]
    [InlineData("W/\"01\"")]
    [InlineData("\"00000000000000000000000001\"")]
    public async Task Entity_tags_are_compared_octet_by_octet(string tag)
    {
        Assert.Equal("\"1\"", (await App.GetAsync("/pets/1")).Header("ETag"));

        Assert.Equal(200, (await App.GetAsync("/pets/1", ("If-None-Match", tag))).Status);
        (await App.GetAsync("/pets/1", ("If-Match", tag))).Problem(412);
        (await App.PutAsync("/pets/1", """{"type":"bird","price":1}""", ("If-Match", tag))).Problem(412);
        (await App.DeleteAsync("/pets/1", ("If-Match", tag))).Problem(412);
    }

    [Fact]
    public async Task If_Match_is_evaluated_before_If_None_Match()
    {
        var tag = (await App.GetAsync("/pets/1")).Header("ETag")!;

        Assert.Equal(412, (await App.GetAsync("/pets/1", ("If-Match", "\"other\""), ("If-None-Match", tag))).Status);
        Assert.Equal(304, (await App.GetAsync("/pets/1", ("If-Match", tag), ("If-None-Match", tag))).Status);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\"other\"")]
    public async Task A_pet_that_does_not_exist_is_404_whatever_the_precondition(string value)
    {
        (await App.PutAsync("/pets/99", """{"type":"bird","price":1}""", ("If-Match", value))).Problem(404);
        (await App.DeleteAsync("/pets/99", ("If-Match", value))).Problem(404);
    }

    [Fact]
    public async Task One_of_several_concurrent_conditional_replacements_succeeds()
    {
        var tag = (await App.GetAsync("/pets/1")).Header("ETag")!;

        var answers = await Task.WhenAll(Enumerable.Range(1, 16).Select(price =>
            App.PutAsync("/pets/1", $$"""{"type":"bird","price":{{price}}}""", ("If-Match", tag))));

        var winner = Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(15, answers.Count(answer => answer.Status == 412));
        Assert.Equal(winner.Body, (await App.GetAsync("/pets/1")).Body);
    }

    [Fact]
    public async Task Entity_tags_are_never_reused()
    {
        var tags = new List<string> { (await App.GetAsync("/pets/1")).Header("ETag")! };
        for (var i = 0; i < 4; i++)
            tags.Add((await App.PutAsync("/pets/1", $$"""{"type":"dog","price":{{i % 2}}}""")).Header("ETag")!);

        Assert.Distinct(tags);
    }
}
