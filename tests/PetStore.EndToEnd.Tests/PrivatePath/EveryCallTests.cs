using PetStore.Client;

namespace PetStore.EndToEnd.Tests.PrivatePath;

public sealed class EveryCallTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SQLite", "under v1")]
    [InlineData("SQLite", "under another stage")]
    [InlineData("SQLite", "under a base path")]
    [InlineData("DynamoDB", "under v1")]
    [InlineData("DynamoDB", "under another stage")]
    [InlineData("DynamoDB", "under a base path")]
    public async Task Every_call_and_every_error_of_the_contract_works_through_the_private_path(string engine, string mount)
    {
        var (store, root, table) = await MountedStores.StartAsync(engine, mount);
        await using var ownedTable = table;
        await using var ownedStore = store;
        var client = store.Client(options => options.BaseUrl = root);

        Assert.Equal("ok", (await client.GetLivenessAsync(Stop)).Result.Status);
        Assert.Equal("ok", (await client.GetReadinessAsync(Stop)).Result.Status);
        Assert.Equal(
            [(1, PetType.Dog, 249.99m), (2, PetType.Cat, 124.99m), (3, PetType.Fish, 0.99m)],
            (await client.ListPetsAsync(cancellationToken: Stop)).Result.Select(pet => (pet.Id, pet.Type, pet.Price)));

        await CreateAsync(client, root);
        await ReadAndWriteAsync(client);
        await BeRefusedAsync(client);
        await FollowPagesAsync(client);
    }

    private static async Task CreateAsync(IPetStoreClient client, Uri root)
    {
        var bird = new NewPet { Type = PetType.Bird, Price = 999_999.99m };
        var created = await client.CreatePetAsync(bird, "a key", Stop).Problem(400, "Idempotency-Key");
        Assert.NotNull(created);

        var answer = await client.CreatePetAsync(bird, "key-1", Stop);
        Assert.Equal(("success", 4, PetType.Bird, 999_999.99m), (answer.Result.Message, answer.Result.Pet.Id, answer.Result.Pet.Type, answer.Result.Pet.Price));
        Assert.Equal($"{root.AbsolutePath.TrimEnd('/')}/pets/4", answer.Headers["Location"].Single());

        var repeated = await client.CreatePetAsync(bird, "key-1", Stop);
        Assert.Equal((answer.Result, answer.ETag, 201), (repeated.Result, repeated.ETag, repeated.StatusCode));
        await client.CreatePetAsync(bird with { Price = 1 }, "key-1", Stop).Problem(422);
    }

    private static async Task ReadAndWriteAsync(IPetStoreClient client)
    {
        var found = await client.GetPetAsync(4, cancellationToken: Stop);
        Assert.Null(await client.GetPetIfChangedAsync(4, found.ETag!, Stop));
        await client.GetPetAsync(4, ifMatch: "\"another\"", cancellationToken: Stop).Problem(412);

        var cheaper = new NewPet { Type = PetType.Gecko, Price = 0.1m };
        var replaced = await client.ReplacePetAsync(4, cheaper, ifMatch: found.ETag, cancellationToken: Stop);
        Assert.Equal(new Pet { Id = 4, Type = PetType.Gecko, Price = 0.1m }, replaced.Result);
        Assert.NotEqual(found.ETag, replaced.ETag);
        await client.ReplacePetAsync(4, cheaper, ifMatch: found.ETag, cancellationToken: Stop).Problem(412);
        await client.DeletePetAsync(4, ifMatch: found.ETag, cancellationToken: Stop).Problem(412);
        Assert.Equal(replaced.Result, (await client.GetPetIfChangedAsync(4, found.ETag!, Stop))!.Result);

        Assert.Equal(204, (await client.DeletePetAsync(4, ifMatch: replaced.ETag, cancellationToken: Stop)).StatusCode);
        var gone = await client.GetPetAsync(4, cancellationToken: Stop).Problem(404);
        Assert.Equal("There is no pet 4.", gone.Problem.Detail);
        await client.ReplacePetAsync(4, cheaper, cancellationToken: Stop).Problem(404);
        await client.DeletePetAsync(4, cancellationToken: Stop).Problem(404);
    }

    private static async Task BeRefusedAsync(IPetStoreClient client)
    {
        var dear = new NewPet { Type = PetType.Dog, Price = 1_000_000.01m };
        await client.CreatePetAsync(dear, cancellationToken: Stop).Problem(400, "price");
        await client.ReplacePetAsync(1, dear with { Price = 0.001m }, cancellationToken: Stop).Problem(400, "price");
        await client.CreatePetAsync(new NewPet { Type = (PetType)99, Price = 1 }, cancellationToken: Stop).Problem(400, "type");
        await client.GetPetAsync(0, cancellationToken: Stop).Problem(400, "petId");
        await client.ListPetsAsync(limit: 101, cancellationToken: Stop).Problem(400, "limit");
        await client.ListPetsAsync(page: 1, after: 1, cancellationToken: Stop).Problem(400, "after");
        await client.ListPetsAsync(page: 101, limit: 100, cancellationToken: Stop).Problem(400, "page");
    }

    private static async Task FollowPagesAsync(IPetStoreClient client)
    {
        Assert.Equal([1, 2, 3], (await client.ListAllPetsAsync(pageSize: 1, cancellationToken: Stop).ToListAsync(Stop)).Select(pet => pet.Id));
        Assert.Equal([3], (await client.ListAllPetsAsync(PetType.Fish, 1, Stop).ToListAsync(Stop)).Select(pet => pet.Id));
        Assert.Equal([3], (await client.ListPetsAsync(limit: 2, page: 2, cancellationToken: Stop)).Result.Select(pet => pet.Id));
        Assert.Equal([3, 2], (await client.ListPetsAsync(order: SortOrder.Desc, limit: 2, cancellationToken: Stop)).Result.Select(pet => pet.Id));
        Assert.Empty(await client.ListAllPetsAsync(PetType.Gecko, cancellationToken: Stop).ToListAsync(Stop));
        Assert.Equal([1, 2, 3], await client.ExportPetsAsync(cancellationToken: Stop).Select(pet => pet.Id).ToListAsync(Stop));
    }
}
