using PetStore.Api.Pets;
using PetStore.Api.Storage;

namespace PetStore.Api.Tests.Storage;

public abstract partial class PetStoreContract
{
    [Fact]
    public async Task Pages_follow_each_other_in_id_order()
    {
        var all = Samples.Concat((await CreateManyAsync(22)).Select(pet => pet.Pet)).ToArray();

        var first = await ListAsync(limit: 10);
        var second = await ListAsync(after: first.Pets[^1].Id, limit: 10);
        var third = await ListAsync(after: second.Pets[^1].Id, limit: 10);

        Assert.Equal(all, first.Pets.Concat(second.Pets).Concat(third.Pets));
        Assert.Equal([true, true, false], [first.HasMore, second.HasMore, third.HasMore]);
        Assert.Equal(5, third.Pets.Length);
    }

    [Fact]
    public async Task A_page_that_ends_with_the_last_pet_has_no_next_page()
    {
        Assert.False((await ListAsync(limit: 3)).HasMore);
        Assert.True((await ListAsync(limit: 2)).HasMore);
        Assert.False((await ListAsync(PetType.Cat, limit: 1)).HasMore);
        Assert.False((await ListAsync(skip: 1, limit: 2)).HasMore);
    }

    [Fact]
    public async Task A_page_may_skip_pets()
    {
        await CreateManyAsync(9);

        Assert.Equal([4, 5], (await ListAsync(skip: 3, limit: 2)).Pets.Select(pet => pet.Id));
        Assert.Equal([8, 9], (await ListAsync(after: 4, skip: 3, limit: 2)).Pets.Select(pet => pet.Id));
        Assert.Equal([12], (await ListAsync(skip: 11, limit: 2)).Pets.Select(pet => pet.Id));
        Assert.Equal([6, 7], (await ListAsync(PetType.Bird, skip: 2, limit: 2)).Pets.Select(pet => pet.Id));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(0, 9_900)]
    [InlineData(3, 0)]
    [InlineData(PetId.Max, 0)]
    [InlineData(PetId.Max, 9_900)]
    public async Task A_page_after_the_last_pet_is_empty(long after, int skip)
    {
        foreach (PetType? type in new PetType?[] { null, PetType.Fish })
        {
            var page = await ListAsync(type, after, skip);

            Assert.Empty(page.Pets);
            Assert.False(page.HasMore);
        }
    }

    [Fact]
    public async Task An_empty_store_has_an_empty_page()
    {
        await Task.WhenAll(Samples.Select(pet => DeleteAsync(pet.Id)));

        Assert.Empty((await ListAsync()).Pets);
        Assert.Empty((await ListAsync(PetType.Dog)).Pets);
        Assert.Equal(4, (await CreateAsync()).Pet.Id);
    }

    [Fact]
    public async Task A_page_of_a_type_has_only_that_type_in_id_order()
    {
        for (var i = 0; i < 6; i++)
        {
            await CreateAsync(PetType.Gecko);
            await CreateAsync(PetType.Dog);
        }

        var first = await ListAsync(PetType.Dog, limit: 4);
        var second = await ListAsync(PetType.Dog, after: first.Pets[^1].Id, limit: 4);

        Assert.Equal([1, 5, 7, 9, 11, 13, 15], first.Pets.Concat(second.Pets).Select(pet => pet.Id));
        Assert.All(first.Pets.Concat(second.Pets), pet => Assert.Equal(PetType.Dog, pet.Type));
        Assert.Equal([true, false], [first.HasMore, second.HasMore]);
        Assert.Empty((await ListAsync(PetType.Bird)).Pets);
    }

    [Fact]
    public async Task The_largest_page_is_complete()
    {
        await CreateManyAsync(120);

        var page = await ListAsync(limit: 100);

        Assert.Equal(Enumerable.Range(1, 100).Select(id => (long)id), page.Pets.Select(pet => pet.Id));
        Assert.True(page.HasMore);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("bird")]
    public async Task Following_pages_during_inserts_and_deletes_returns_every_lasting_pet_once(string? typeName)
    {
        PetType? type = typeName is null ? null : PetType.Bird;
        var pets = await CreateManyAsync(90);
        var lasting = pets.Where((_, index) => index % 3 != 0).Select(pet => pet.Pet.Id).ToArray();
        var passing = pets.Where((_, index) => index % 3 == 0).Select(pet => pet.Pet.Id).ToArray();
        var seen = new List<long>();
        var turn = 0;

        // Between any two pages somebody deletes a pet ahead of or behind the reader, changes one, and creates one.
        for (long after = 3; ;)
        {
            var page = await ListAsync(type, after, limit: 7);
            seen.AddRange(page.Pets.Select(pet => pet.Id));
            if (!page.HasMore || seen.Count > 1000)
                break;

            after = page.Pets[^1].Id;
            await Task.WhenAll(
                DeleteAsync(passing[turn % passing.Length]),
                DeleteAsync(passing[^(turn % passing.Length + 1)]),
                ReplaceAsync(lasting[turn % lasting.Length], 2m, type: PetType.Bird),
                CreateAsync());
            turn++;
        }

        Assert.Equal(seen.Distinct().Order(), seen);
        Assert.Empty(lasting.Except(seen));
    }
}
