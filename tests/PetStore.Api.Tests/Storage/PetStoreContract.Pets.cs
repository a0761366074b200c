using PetStore.Api.Pets;
using PetStore.Api.Storage;

namespace PetStore.Api.Tests.Storage;

public abstract partial class PetStoreContract
{
    [Fact]
    public async Task Ids_count_up_from_4()
    {
        Assert.Equal(4, (await CreateAsync()).Pet.Id);
        Assert.Equal(5, (await CreateAsync()).Pet.Id);
        Assert.Equal(6, (await CreateAsync()).Pet.Id);
    }

    [Fact]
    public async Task A_created_pet_is_found_as_it_was_created()
    {
        var created = await CreateAsync(PetType.Gecko, 12.5m);

        Assert.Equal(new StoredPet(new Pet(4, PetType.Gecko, 12.5m), Version: 1), created);
        Assert.Equal(created, await FindAsync(4));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.01")]
    [InlineData("0.1")]
    [InlineData("0.29")]
    [InlineData("1.15")]
    [InlineData("249.99")]
    [InlineData("100")]
    [InlineData("999999.99")]
    [InlineData("1000000")]
    public async Task A_price_is_kept_exactly_and_in_its_shortest_form(string price)
    {
        var exact = decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture);
        var created = await CreateAsync(price: exact);
        var replaced = await ReplaceAsync(1, exact);
        var page = await ListAsync(after: 3);

        decimal[] read = [created.Pet.Price, replaced.Pet!.Pet.Price, page.Pets[0].Price, (await FindAsync(1))!.Pet.Price];
        Assert.All(read, value => Assert.Equal(price, value.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Every_type_is_kept()
    {
        foreach (var type in Enum.GetValues<PetType>())
        {
            var created = await CreateAsync(type);

            Assert.Equal(type, (await FindAsync(created.Pet.Id))!.Pet.Type);
            Assert.Contains(created.Pet, (await ListAsync(type)).Pets);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(PetId.Max)]
    public async Task An_unused_id_has_no_pet(long id)
    {
        Assert.Null(await FindAsync(id));
        Assert.Equal(WriteStatus.NotFound, (await ReplaceAsync(id, 1m)).Status);
        Assert.Equal(WriteStatus.NotFound, (await DeleteAsync(id)).Status);
        Assert.Null(await FindAsync(id));
    }

    [Fact]
    public async Task A_replacement_increments_the_version_and_is_found()
    {
        var first = await ReplaceAsync(1, 7m);
        var second = await ReplaceAsync(1, 8.5m, type: PetType.Fish);

        Assert.Equal(new WriteResult(WriteStatus.Done, new StoredPet(new Pet(1, PetType.Cat, 7m), 2)), first);
        Assert.Equal(new WriteResult(WriteStatus.Done, new StoredPet(new Pet(1, PetType.Fish, 8.5m), 3)), second);
        Assert.Equal(second.Pet, await FindAsync(1));
    }

    [Fact]
    public async Task A_replacement_moves_the_pet_to_its_new_type()
    {
        await ReplaceAsync(1, 7m, type: PetType.Fish);

        Assert.Empty((await ListAsync(PetType.Dog)).Pets);
        Assert.Equal([new Pet(1, PetType.Fish, 7m), Samples[2]], (await ListAsync(PetType.Fish)).Pets);
    }

    [Fact]
    public async Task A_deleted_pet_is_gone_and_its_id_is_not_used_again()
    {
        var last = await CreateAsync();

        Assert.Equal(new WriteResult(WriteStatus.Done, null), await DeleteAsync(last.Pet.Id));

        Assert.Null(await FindAsync(last.Pet.Id));
        Assert.Equal(Samples, (await ListAsync()).Pets);
        Assert.Empty((await ListAsync(last.Pet.Type)).Pets);
        Assert.Equal(WriteStatus.NotFound, (await DeleteAsync(last.Pet.Id)).Status);
        Assert.Equal(last.Pet.Id + 1, (await CreateAsync()).Pet.Id);
    }

    public static TheoryData<string, bool> Conditions => new()
    {
        { "none", true },
        { "2", true },
        { "1", false },
        { "3", false },
        { "1 2 3", true },
        { "1 3", false },
        { "never", false },
        { "not 2", false },
        { "not 1 3", true },
        { "many", true },
    };

    // The pet's version is 2.
    private static VersionCondition Condition(string name) => name switch
    {
        "none" => VersionCondition.None,
        "never" => VersionCondition.Never,
        "many" => Version([.. Enumerable.Range(2, 500).Select(version => (long)version)]),
        _ when name.StartsWith("not ", StringComparison.Ordinal) => NotVersion([.. name.Split(' ')[1..].Select(long.Parse)]),
        _ => Version([.. name.Split(' ').Select(long.Parse)]),
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task A_pet_is_replaced_only_where_the_condition_holds(string condition, bool holds)
    {
        var before = (await ReplaceAsync(1, 10m)).Pet;

        var (status, pet) = await ReplaceAsync(1, 20m, Condition(condition));

        Assert.Equal(holds ? WriteStatus.Done : WriteStatus.ConditionFailed, status);
        Assert.Equal(holds ? 3 : null, pet?.Version);
        Assert.Equal(holds ? pet : before, await FindAsync(1));
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task A_pet_is_deleted_only_where_the_condition_holds(string condition, bool holds)
    {
        var before = (await ReplaceAsync(1, 10m)).Pet;

        var result = await DeleteAsync(1, Condition(condition));

        Assert.Equal(new WriteResult(holds ? WriteStatus.Done : WriteStatus.ConditionFailed, null), result);
        Assert.Equal(holds ? null : before, await FindAsync(1));
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task A_missing_pet_is_reported_before_any_condition_is_checked(string condition, bool holds)
    {
        _ = holds;
        Assert.Equal(WriteStatus.NotFound, (await ReplaceAsync(9, 20m, Condition(condition))).Status);
        Assert.Equal(WriteStatus.NotFound, (await DeleteAsync(9, Condition(condition))).Status);
    }
}
