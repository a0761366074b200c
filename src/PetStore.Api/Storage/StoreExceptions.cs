namespace PetStore.Api.Storage;

/// <summary>The store cannot be reached or written at the moment: 503 with Retry-After. Whether a write happened is unknown.</summary>
internal class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The store takes no writes until somebody repairs it: 503 without Retry-After, because waiting does not help.</summary>
/// <param name="detail">What a client may be told.</param>
/// <param name="message">What the log should say.</param>
internal sealed class StoreNotWritableException(string detail, string message, Exception? inner = null)
    : StoreUnavailableException(message, inner)
{
    public string Detail => detail;
}

/// <summary>The store cannot be used as it is configured: the start ends with this one line, which says what to set.</summary>
internal sealed class StoreConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
