using PetStore.Client;
using static PetStore.EndToEnd.Tests.Client.ScriptedServer;

namespace PetStore.EndToEnd.Tests.Client;

public sealed class PagingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""</v1/pets?after=1&limit=1>; rel="next" """)]
    [InlineData("</v1/pets?after=1&limit=1>; rel=next")]
    [InlineData("""<pets?after=1&limit=1>; title="a, \"b\"; rel=prev"; rel="last NEXT" """)]
    [InlineData("""</v1/pets>; rel="first", <http://store.test/v1/pets?after=1&limit=1>;REL="next";x""")]
    [InlineData("""<?after=1&limit=1>; rel="next" """)]
    public async Task The_next_link_is_followed_in_any_valid_form(string link)
    {
        using var server = new ScriptedServer(Answer(200, $"[{OnePet}]", headers: [("Link", link)]), Answer(200, $"[{OnePet.Replace(":1", ":2")}]"));
        var pets = await server.Client().ListAllPetsAsync(pageSize: 1, cancellationToken: Stop).ToListAsync(Stop);

        Assert.Equal([1, 2], pets.Select(pet => pet.Id));
        Assert.Equal("http://store.test/v1/pets?limit=1", server.Requests[0].Url.AbsoluteUri);
        Assert.Equal("http://store.test/v1/pets?after=1&limit=1", server.Requests[1].Url.AbsoluteUri);
    }

    [Theory]
    [InlineData("</v1/pets?after=1>; rel=\"prev\"")]
    [InlineData("</v1/pets?after=1>; title=next")]
    [InlineData("</v1/pets?after=1>; xrel=next")]
    [InlineData("garbage; rel=next")]
    public async Task The_list_ends_without_a_valid_next_link(string link)
    {
        using var server = new ScriptedServer(Answer(200, $"[{OnePet}]", headers: [("Link", link)]));
        Assert.Single(await server.Client().ListAllPetsAsync(cancellationToken: Stop).ToListAsync(Stop));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("http://elsewhere.test/v1/pets?after=1")]
    [InlineData("https://store.test/v1/pets?after=1")]
    [InlineData("//elsewhere.test/v1/pets?after=1")]
    public async Task A_next_link_to_another_origin_is_not_followed(string target)
    {
        using var server = new ScriptedServer(Answer(200, $"[{OnePet}]", headers: [("Link", $"<{target}>; rel=\"next\"")]));
        await Assert.ThrowsAsync<PetStoreException>(
            async () => await server.Client(options => options.ApiKey = "k3y").ListAllPetsAsync(cancellationToken: Stop).ToListAsync(Stop));

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("<?limit=100>; rel=next", 1)]
    [InlineData("<?after=1>; rel=next", 1, 2, 1)]
    [InlineData("<?after=1>; rel=next", 2, 1)]
    [InlineData("<?after=1>; rel=next")]
    public async Task A_next_link_that_forms_a_loop_is_not_followed_forever(string link, params int[] ids)
    {
        var pages = ids.Select(id => Answer(200, $"[{OnePet.Replace(":1", $":{id}")}]", headers: [("Link", link)]));
        using var server = new ScriptedServer([.. pages.DefaultIfEmpty(Answer(200, "[]", headers: [("Link", link)]))]);

        await Assert.ThrowsAsync<PetStoreException>(async () => await server.Client().ListAllPetsAsync(cancellationToken: Stop).ToListAsync(Stop));

        Assert.InRange(server.Requests.Count, 1, 3);
    }

    [Fact]
    public async Task The_filter_is_sent_with_its_name_from_the_description()
    {
        using var server = new ScriptedServer(Answer(200, "[]"));
        Assert.Empty(await server.Client().ListAllPetsAsync(PetType.Gecko, 50, Stop).ToListAsync(Stop));
        Assert.Equal("?limit=50&type=gecko", Assert.Single(server.Requests).Url.Query);
    }

    [Fact]
    public async Task Pages_are_fetched_only_when_they_are_read()
    {
        using var server = new ScriptedServer(Answer(200, $"[{OnePet}]", headers: [("Link", "<?after=1>; rel=next")]));
        await foreach (var _ in server.Client().ListAllPetsAsync(cancellationToken: Stop))
            break;

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_error_on_a_later_page_is_thrown_after_the_earlier_pets_are_returned()
    {
        using var server = new ScriptedServer(Answer(200, $"[{OnePet}]", headers: [("Link", "<?after=1>; rel=next")]), Problem(500));
        var pets = new List<Pet>();
        await Assert.ThrowsAsync<PetStoreProblemException>(async () =>
        {
            await foreach (var pet in server.Client().ListAllPetsAsync(cancellationToken: Stop))
                pets.Add(pet);
        });

        Assert.Single(pets);
    }
}
