namespace PetStore.Client;

/// <summary>A successful answer: its status and headers.</summary>
public partial class PetStoreResponse
{
    /// <summary>The pet's version, to be sent as <c>If-Match</c> or <c>If-None-Match</c>; null where the answer has none.</summary>
    public string? ETag => Headers.TryGetValue("ETag", out var values) ? values.FirstOrDefault() : null;
}
