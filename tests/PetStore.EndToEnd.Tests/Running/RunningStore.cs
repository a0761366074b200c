namespace PetStore.EndToEnd.Tests.Running;

/// <summary>A store of its own for one test: on Kestrel, or behind the private gateway; gone when disposed.</summary>
internal abstract class RunningStore : IAsyncDisposable
{
    /// <summary>Where the app is mounted, with a slash at the end.</summary>
    public abstract Uri Url { get; }

    /// <summary>All that its processes printed.</summary>
    public abstract string Output { get; }

    /// <param name="place">Where a theory wants it: <c>Kestrel</c> or <c>stage</c>.</param>
    public static async Task<RunningStore> StartAsync(string place) => place switch
    {
        "Kestrel" => await KestrelStore.StartAsync(),
        "stage" => await PrivateStore.StartAsync(),
        _ => throw new ArgumentException(place, nameof(place)),
    };

    public abstract ValueTask DisposeAsync();
}
