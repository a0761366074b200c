using PetStore.Client;
using PetStore.EndToEnd.Tests.Running;

namespace PetStore.EndToEnd.Tests.PrivatePath;

public sealed class PagingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_pets_are_read_page_by_page_each_once_and_in_order()
    {
        await using var store = await PrivateStore.StartAsync();
        var client = store.Client();
        await Parallel.ForAsync(0, 997, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Stop }, async (i, stop) =>
            await client.CreatePetAsync(new NewPet { Type = (PetType)(i % 5), Price = i }, cancellationToken: stop));

        var all = await client.ListAllPetsAsync(cancellationToken: Stop).ToListAsync(Stop);
        Assert.Equal(Enumerable.Range(1, 1000).Select(id => (long)id), all.Select(pet => pet.Id));
        foreach (var type in Enum.GetValues<PetType>())
        {
            var some = await client.ListAllPetsAsync(type, 64, Stop).ToListAsync(Stop);
            Assert.Equal(all.Where(pet => pet.Type == type), some);
        }
    }
}
