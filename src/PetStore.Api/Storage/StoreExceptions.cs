namespace PetStore.Api.Storage;

/// <summary>The store cannot be reached or written just now: 503 with Retry-After. Whether a write happened is unknown.</summary>
internal sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The store cannot be used as it is configured: the start ends with this one line, which says what to set.</summary>
internal sealed class StoreConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
