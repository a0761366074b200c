using PetStore.Api.Pets;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>
/// The hash keys that the pets are spread over. A pet's shard is its id modulo their number, so pets created one after another go to
/// different partitions, and a pet is still found by one GetItem. With one shard the keys have no number, as in tables that are older than shards.
/// </summary>
internal sealed class PetShards(int count)
{
    public int Count => count;

    public string Partition(int shard) => Numbered("pet", shard);

    public string PartitionOf(long id) => Partition(Of(id));

    /// <summary>The hash key in the index by type.</summary>
    public string TypeKey(PetType type, int shard) => Numbered(PetTypeName.Of(type), shard);

    public string TypeKeyOf(PetType type, long id) => TypeKey(type, Of(id));

    private int Of(long id) => (int)(id % count);

    private string Numbered(string name, int shard) => count == 1 ? name : $"{name}#{shard}";
}
