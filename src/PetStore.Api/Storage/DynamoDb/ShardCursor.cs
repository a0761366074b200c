using Amazon.DynamoDBv2.Model;
using PetStore.Api.Pets;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>The pets of one shard in the order of a query, a chunk at a time.</summary>
/// <param name="read">The Query that continues behind a key.</param>
/// <param name="ahead">Reads the next chunk while this one is used.</param>
/// <param name="start">Where to begin; null: at the first pet.</param>
internal sealed class ShardCursor(Func<Item?, Task<QueryResponse>> read, bool ahead, Item? start = null)
{
    private readonly Queue<Pet> _pets = [];
    private Item? _next = start;
    private Task<QueryResponse>? _reading;
    private bool _ended;

    /// <summary>Whether more must be read before the next pet is known.</summary>
    public bool IsDry => _pets.Count == 0 && !_ended;

    /// <summary>The next pet; null at the end.</summary>
    public Pet? Head => _pets.TryPeek(out var pet) ? pet : null;

    public Pet Take() => _pets.Dequeue();

    public async Task FillAsync()
    {
        var response = await (_reading ?? read(_next));
        foreach (var item in response.Items ?? [])
            _pets.Enqueue(PetItem.ReadPet(item));

        _next = response.LastEvaluatedKey;
        _ended = _next is not { Count: > 0 };
        _reading = ahead && !_ended ? read(_next) : null;
    }
}
