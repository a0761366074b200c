using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;
using PetStore.Api.Pets;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>The table's names and its values; README.md says what they mean.</summary>
internal static class Attributes
{
    public const string PartitionKey = "pk";
    public const string SortKey = "sk";
    public const string TimeToLive = "ttl";
    public const string TypeIndex = "by-type";

    public static AttributeValue Text(string value) => new() { S = value };

    public static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    public static AttributeValue Cents(decimal price) => Number(Pets.Price.ToCents(price));

    public static AttributeValue Type(PetType type) => Text(PetTypeName.Of(type));

    public static Item Key(string partition, long sort) =>
        new() { [PartitionKey] = Text(partition), [SortKey] = Number(sort) };

    public static long Long(this Item item, string name) => long.Parse(item[name].N, CultureInfo.InvariantCulture);

    public static decimal Price(this Item item) => Pets.Price.FromCents(item.Long("c"));

    // In the index's key the type may be followed by the number of a shard.
    public static PetType Type(this Item item, string name) =>
        PetTypeName.TryParse(item[name].S.Split('#')[0], out var type)
            ? type
            : throw new InvalidDataException($"The item {item.GetValueOrDefault(SortKey)?.N} has a type of pet that this app does not know: '{item[name].S}'.");
}

/// <summary>A pet's item. <paramref name="RecordKey"/>: the idempotency record under which it was created, until that expires.</summary>
internal sealed record PetItem(StoredPet Stored, string? WriteToken, string? RecordKey, long RecordUntil)
{
    public static Item New(PetTable table, long id, NewPet pet, IdempotencyRecord? record)
    {
        var item = table.PetKey(id);
        item["t"] = Attributes.Text(table.Shards.TypeKeyOf(pet.Type, id));
        item["c"] = Attributes.Cents(pet.Price);
        item["v"] = Attributes.Number(1);
        if (record is not null)
        {
            item["k"] = Attributes.Text(record.Key);
            item["u"] = Attributes.Number(record.Expires);
        }

        return item;
    }

    /// <summary>From a whole item or the projection that lists read.</summary>
    public static Pet ReadPet(Item item) => new(item.Long(Attributes.SortKey), item.Type("t"), item.Price());

    public static PetItem Read(Item item) => new(
        new StoredPet(ReadPet(item), item.Long("v")),
        item.GetValueOrDefault("w")?.S,
        item.GetValueOrDefault("k")?.S,
        item.ContainsKey("u") ? item.Long("u") : 0);
}

/// <summary>What was created under an idempotency key. <paramref name="Expires"/>: epoch seconds. <paramref name="Closed"/>: the
/// pet was deleted, and must not be written again.</summary>
internal sealed record IdempotencyRecord(string Key, long PetId, NewPet Pet, long Expires, bool Closed)
{
    public static string KeyFor(string idempotencyKey) =>
        "key#" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(idempotencyKey)).AsSpan(0, 16));

    public Item ToItem()
    {
        var item = Attributes.Key(Key, 0);
        item["i"] = Attributes.Number(PetId);
        item["rt"] = Attributes.Type(Pet.Type);
        item["c"] = Attributes.Cents(Pet.Price);
        item[Attributes.TimeToLive] = Attributes.Number(Expires);
        return item;
    }

    public static IdempotencyRecord Read(Item item) => new(
        item[Attributes.PartitionKey].S,
        item.Long("i"),
        new NewPet(item.Type("rt"), item.Price()),
        item.Long(Attributes.TimeToLive),
        item.ContainsKey("d"));
}
