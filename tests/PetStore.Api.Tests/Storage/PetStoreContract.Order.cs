using PetStore.Api.Pets;

namespace PetStore.Api.Tests.Storage;

public abstract partial class PetStoreContract
{
    [Fact]
    public async Task Newest_first_is_the_list_reversed()
    {
        await CreateManyAsync(7);

        var first = await ListAsync(limit: 4, newestFirst: true);
        var second = await ListAsync(after: first.Pets[^1].Id, limit: 4, newestFirst: true);
        var third = await ListAsync(after: second.Pets[^1].Id, limit: 4, newestFirst: true);

        Assert.Equal((await ListAsync()).Pets.Reverse(), first.Pets.Concat(second.Pets).Concat(third.Pets));
        Assert.Equal([true, true, false], [first.HasMore, second.HasMore, third.HasMore]);
    }

    [Fact]
    public async Task Newest_first_by_type_has_only_that_type()
    {
        for (var i = 0; i < 3; i++)
        {
            await CreateAsync(PetType.Gecko);
            await CreateAsync(PetType.Dog);
        }

        var first = await ListAsync(PetType.Dog, limit: 3, newestFirst: true);
        var second = await ListAsync(PetType.Dog, after: first.Pets[^1].Id, limit: 3, newestFirst: true);

        Assert.Equal([9, 7, 5, 1], first.Pets.Concat(second.Pets).Select(pet => pet.Id));
        Assert.Equal([true, false], [first.HasMore, second.HasMore]);
    }

    [Fact]
    public async Task Newest_first_may_skip_the_newest()
    {
        await CreateManyAsync(9);

        Assert.Equal([9, 8], (await ListAsync(skip: 3, limit: 2, newestFirst: true)).Pets.Select(pet => pet.Id));
        Assert.Equal([5, 4], (await ListAsync(after: 9, skip: 3, limit: 2, newestFirst: true)).Pets.Select(pet => pet.Id));
        Assert.Equal([10, 9], (await ListAsync(PetType.Bird, skip: 2, limit: 2, newestFirst: true)).Pets.Select(pet => pet.Id));
    }

    [Theory]
    [InlineData(1L, 0)]
    [InlineData(null, 3)]
    [InlineData(null, 9_900)]
    public async Task Newest_first_ends_with_an_empty_page(long? after, int skip)
    {
        foreach (PetType? type in new PetType?[] { null, PetType.Dog })
        {
            var page = await ListAsync(type, after, skip, newestFirst: true);

            Assert.Empty(page.Pets);
            Assert.False(page.HasMore);
        }
    }
}
