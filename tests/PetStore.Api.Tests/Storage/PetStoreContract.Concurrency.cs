using PetStore.Api.Pets;
using PetStore.Api.Storage;

namespace PetStore.Api.Tests.Storage;

public abstract partial class PetStoreContract
{
    [Fact]
    public async Task Exactly_one_of_32_concurrent_writers_with_the_same_version_wins()
    {
        for (var round = 1; round <= 5; round++)
        {
            var results = await Task.WhenAll(
                Enumerable.Range(0, 32).Select(writer => ReplaceAsync(1, round * 100 + writer, Version(round))));

            var won = Assert.Single(results, result => result.Status == WriteStatus.Done);
            Assert.All(results.Where(result => result != won), result => Assert.Equal(WriteStatus.ConditionFailed, result.Status));
            Assert.Equal(won.Pet, await FindAsync(1));
            Assert.Equal(round + 1, won.Pet!.Version);
        }
    }

    [Fact]
    public async Task Every_unconditional_write_counts()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(writer => ReplaceAsync(1, writer)));

        Assert.All(results, result => Assert.Equal(WriteStatus.Done, result.Status));
        var versions = results.Select(result => result.Pet!.Version).Order().ToArray();
        if (AnswersGetLost)
            Assert.Equal(versions.Distinct(), versions);
        else
            Assert.Equal(Enumerable.Range(2, 32).Select(version => (long)version), versions);

        Assert.Contains(await FindAsync(1), results.Select(result => result.Pet));
    }

    [Fact]
    public async Task Conditional_increments_are_never_lost()
    {
        await ReplaceAsync(1, 0m);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var done = 0; done < 3;)
            {
                var (pet, version) = (await FindAsync(1))!;
                if ((await ReplaceAsync(1, pet.Price + 1, Version(version))).Status == WriteStatus.Done)
                    done++;
            }
        }));

        // A write whose response was lost is sent again and refused because it had succeeded: it counts, and the test repeats it.
        Assert.InRange((await FindAsync(1))!.Pet.Price, 24m, AnswersGetLost ? decimal.MaxValue : 24m);
    }

    [Fact]
    public async Task Exactly_one_of_many_concurrent_deletes_finds_the_pet()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => DeleteAsync(1)));

        Assert.Contains(results, result => result.Status == WriteStatus.Done);
        Assert.All(results, result => Assert.NotEqual(WriteStatus.ConditionFailed, result.Status));
        if (!AnswersGetLost)
            Assert.Single(results, result => result.Status == WriteStatus.Done);
    }

    [Fact]
    public async Task Exactly_one_of_a_concurrent_replacement_and_deletion_succeeds()
    {
        for (var round = 0; round < 5; round++)
        {
            var id = (await CreateAsync()).Pet.Id;

            var results = await Task.WhenAll(ReplaceAsync(id, 9m, Version(1)), DeleteAsync(id, Version(1)));

            Assert.Single(results, result => result.Status == WriteStatus.Done);
            Assert.Equal(results[0].Pet, await FindAsync(id));
        }
    }

    [Fact]
    public async Task Pets_created_concurrently_have_consecutive_ids()
    {
        var pets = await CreateManyAsync(64);

        Assert.Equal(Enumerable.Range(4, 64).Select(id => (long)id), pets.Select(pet => pet.Pet.Id));
    }

    [Fact]
    public async Task Processes_that_create_concurrently_share_one_sequence_of_ids()
    {
        var processes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync()));

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i =>
            processes[i % 4].CreateAsync(new NewPet(PetType.Bird, i), null, Cancellation)));

        Assert.Equal(64, results.Select(result => result.Pet!.Pet.Id).Distinct().Count());
        Assert.Equal(
            results.Select(result => result.Pet!.Pet).OrderBy(pet => pet.Id),
            (await ListAsync(after: 3)).Pets);
    }

    [Fact]
    public async Task The_store_holds_what_16_concurrent_clients_were_told()
    {
        var told = await Task.WhenAll(Enumerable.Range(0, 16).Select(client => BusyAsync(client)));

        var expected = Samples.Concat(told.SelectMany(pets => pets)).OrderBy(pet => pet.Id);
        var held = new List<Pet>();
        for (var page = await ListAsync(); ; page = await ListAsync(after: held[^1].Id))
        {
            held.AddRange(page.Pets);
            if (!page.HasMore)
                break;
        }

        Assert.Equal(expected, held);
    }

    // Creates pets under keys, each asked for twice, replaces every second and deletes every third; the pets that are left.
    private async Task<List<Pet>> BusyAsync(int client)
    {
        var pets = new List<Pet>();
        for (var i = 0; i < 4; i++)
        {
            var key = $"{client}-{i}";
            var (pet, version) = await CreateAsync(PetType.Dog, client, key);
            Assert.Equal(pet, (await CreateAsync(PetType.Dog, client, key)).Pet);
            if (i % 2 == 0)
            {
                var replaced = await ReplaceAsync(pet.Id, 100 + i, Version(version));
                Assert.Equal(WriteStatus.Done, replaced.Status);
                (pet, version) = replaced.Pet!;
            }

            if (i % 3 == 0)
                Assert.Equal(WriteStatus.Done, (await DeleteAsync(pet.Id, Version(version))).Status);
            else
                pets.Add(pet);
        }

        return pets;
    }
}
