using PetStore.Api.Pets;

namespace PetStore.Api.Tests.Storage;

public abstract partial class PetStoreContract
{
    [Fact]
    public async Task An_export_has_every_pet_in_id_order()
    {
        await CreateManyAsync(60);
        await DeleteAsync(30);

        Assert.Equal((await ListAsync()).Pets, await ExportAsync());
    }

    [Fact]
    public async Task An_export_of_a_type_has_only_that_type()
    {
        await CreateManyAsync(5);
        await CreateManyAsync(5, PetType.Dog);

        Assert.Equal((await ListAsync(PetType.Dog)).Pets, await ExportAsync(PetType.Dog));
        Assert.Empty(await ExportAsync(PetType.Gecko));
    }

    [Fact]
    public async Task An_export_of_an_empty_store_is_empty()
    {
        await Task.WhenAll(Samples.Select(pet => DeleteAsync(pet.Id)));

        Assert.Empty(await ExportAsync());
    }

    [Fact]
    public async Task An_export_reads_in_chunks_and_has_every_pet_that_existed_throughout()
    {
        var pets = await CreateManyAsync(600);
        var passing = new Queue<long>([1, pets[100].Pet.Id, pets[599].Pet.Id, pets[300].Pet.Id]);
        var lasting = pets.Select(pet => pet.Pet.Id).Except(passing).ToList();
        var seen = new List<long>();

        await foreach (var chunk in Store.ExportAsync(null, Cancellation))
        {
            Assert.InRange(chunk.Length, 0, 300);
            seen.AddRange(chunk.Select(pet => pet.Id));
            await CreateAsync();
            if (passing.TryDequeue(out var id))
                await DeleteAsync(id);
        }

        Assert.Equal(seen.Distinct().Order(), seen);
        Assert.Empty(lasting.Except(seen));
    }

    [Fact]
    public async Task An_export_can_be_cancelled()
    {
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var export = Store.ExportAsync(null, givenUp.Token).GetAsyncEnumerator(givenUp.Token);
        await givenUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await export.MoveNextAsync());
    }
}
