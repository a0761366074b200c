using PetStore.Api.Pets;
using PetStore.Api.Storage;

namespace PetStore.Api.Tests.Storage;

public abstract partial class PetStoreContract
{
    private static readonly TimeSpan AlmostExpired = IdempotencyKey.Lifetime - TimeSpan.FromSeconds(1);

    [Fact]
    public async Task The_same_key_and_pet_return_the_first_pet_and_create_nothing()
    {
        var first = await CreateAsync(PetType.Dog, 5m, "key");
        var again = await CreateAsync(PetType.Dog, 5.00m, "key");

        Assert.Equal(new StoredPet(new Pet(4, PetType.Dog, 5m), 1), first);
        Assert.Equal(first, again);
        Assert.Equal(Samples.Append(first.Pet), (await ListAsync()).Pets);
        Assert.Equal(5, (await CreateAsync()).Pet.Id);
    }

    [Theory]
    [InlineData("dog", 6)]
    [InlineData("cat", 5)]
    public async Task The_same_key_with_another_pet_creates_nothing(string type, int price)
    {
        await CreateAsync(PetType.Dog, 5m, "key");
        Assert.True(PetTypeName.TryParse(type, out var other));

        var result = await Store.CreateAsync(new NewPet(other, price), "key", Cancellation);

        Assert.Equal(new CreateResult(CreateStatus.KeyUsedForAnotherPet, null), result);
        Assert.Equal(4, (await ListAsync()).Pets.Length);
        Assert.Equal(5, (await CreateAsync()).Pet.Id);
    }

    [Fact]
    public async Task Keys_differ_by_case_and_may_be_long()
    {
        var keys = new[] { "key", "KEY", "key ", new string('k', 255), new string('k', 254), "#", "pet" };

        var pets = new List<StoredPet>();
        foreach (var key in keys)
            pets.Add(await CreateAsync(key: key));
        foreach (var (key, pet) in keys.Zip(pets))
            Assert.Equal(pet, await CreateAsync(key: key));

        Assert.Equal(keys.Length, pets.Select(pet => pet.Pet.Id).Distinct().Count());
        Assert.Equal(3 + keys.Length, (await ListAsync()).Pets.Length);
    }

    [Fact]
    public async Task Replaying_a_create_after_a_replacement_returns_the_pet_as_it_was_created()
    {
        var created = await CreateAsync(PetType.Dog, 5m, "key");
        var replaced = await ReplaceAsync(created.Pet.Id, 9m);

        Assert.Equal(created, await CreateAsync(PetType.Dog, 5m, "key"));
        Assert.Equal(replaced.Pet, await FindAsync(created.Pet.Id));
    }

    [Fact]
    public async Task Replaying_a_create_after_a_delete_does_not_bring_the_pet_back()
    {
        var created = await CreateAsync(PetType.Dog, 5m, "key");
        await ReplaceAsync(created.Pet.Id, 9m);
        await DeleteAsync(created.Pet.Id);

        Assert.Equal(created, await CreateAsync(PetType.Dog, 5m, "key"));
        Assert.Null(await FindAsync(created.Pet.Id));
        Assert.Equal(Samples, (await ListAsync()).Pets);
    }

    [Fact]
    public async Task A_key_is_valid_for_24_hours()
    {
        var first = await CreateAsync(key: "key");

        Time.Advance(AlmostExpired);
        Assert.Equal(first, await CreateAsync(key: "key"));

        Time.Advance(TimeSpan.FromSeconds(2));
        var second = await CreateAsync(price: 99m, key: "key");
        Assert.Equal(first.Pet.Id + 1, second.Pet.Id);
        Assert.Equal(second, await CreateAsync(price: 99m, key: "key"));
        Assert.Equal(first, await FindAsync(first.Pet.Id));
    }

    [Fact]
    public async Task A_pet_whose_key_has_expired_is_deleted_like_any_other()
    {
        var first = await CreateAsync(key: "key");
        Time.Advance(AlmostExpired + TimeSpan.FromHours(1));
        var second = await CreateAsync(key: "key");

        Assert.Equal(WriteStatus.Done, (await DeleteAsync(first.Pet.Id)).Status);

        // The key belongs to the second pet now.
        Assert.Equal(second, await CreateAsync(key: "key"));
        Assert.Equal(second, await FindAsync(second.Pet.Id));
    }

    [Fact]
    public async Task Thirty_two_concurrent_creates_with_one_key_return_one_pet()
    {
        var pets = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => CreateAsync(PetType.Dog, 5m, "key")));

        Assert.All(pets, pet => Assert.Equal(pets[0], pet));
        Assert.Equal(Samples.Append(pets[0].Pet), (await ListAsync()).Pets);
    }

    [Fact]
    public async Task A_key_is_valid_in_every_process()
    {
        var other = await StartAsync();
        var created = await CreateAsync(PetType.Dog, 5m, "key");

        var (status, pet) = await other.CreateAsync(new NewPet(PetType.Dog, 5m), "key", Cancellation);

        Assert.Equal(CreateStatus.Created, status);
        Assert.Equal(created, pet);
        Assert.Equal(4, (await ListAsync()).Pets.Length);
    }
}
