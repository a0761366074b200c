namespace PetStore.Api.Storage.Sqlite;

/// <summary>
/// The database's files as they were opened. SQLite keeps writing to a file that was deleted or replaced, and those writes are lost when
/// the process ends. So nothing may be acknowledged once a path refers to another file.
/// </summary>
internal sealed class OpenFiles
{
    private readonly (string Path, FileIdentity? Identity)[] _files;
    private StoreNotWritableException? _lost;

    public OpenFiles(string path)
    {
        string[] paths = [path, path + "-wal", path + "-shm"];
        _files = [.. paths.Select(file => (file, FileIdentity.Of(file)))];
    }

    /// <exception cref="StoreNotWritableException">A file has been deleted or replaced, even if it is back by now.</exception>
    public void ThrowIfLost()
    {
        if (_lost is not null)
            throw _lost;

        foreach (var (path, identity) in _files)
        {
            if (FileIdentity.Of(path) != identity)
                throw _lost = Lost(path);
        }
    }

    private static StoreNotWritableException Lost(string path) => new(
        "The store's file was deleted or replaced.",
        $"{Path.GetFullPath(path)} was deleted or replaced while the app had it open: no write is accepted any more. Put the file back and restart the app.");
}
