namespace PrivateGateway;

/// <summary>What one run of the gateway writes: the published function, the store. Gone at the end.</summary>
internal sealed class ScratchDirectory : IAsyncDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("petstore-gateway-").FullName;

    public ValueTask DisposeAsync()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // On Windows a file of a process that was killed a moment ago may still be held; the system cleans temporary files.
        }

        return ValueTask.CompletedTask;
    }
}
