namespace PrivateGateway;

/// <summary>
/// Everything that one run of the gateway writes: published functions, their temporary files, the certificate. Deleted at the end; leftovers
/// of a killed gateway are deleted at the next start. A running gateway holds the lock file beside its directory.
/// </summary>
internal sealed class TemporaryDirectory : IAsyncDisposable
{
    private const string Prefix = "private-gateway-";
    private readonly FileStream _lock;
    private int _packages;

    /// <exception cref="IOException">The directory for temporary files does not exist or is not writable.</exception>
    public TemporaryDirectory(string parent)
    {
        DeleteLeftovers(parent);
        Path = System.IO.Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N")[..12]);
        // The lock comes first: a directory without an owner is a leftover as soon as it can be seen.
        _lock = Lock(Path, FileMode.CreateNew);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path);
        else
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Functions = Directory.CreateDirectory(System.IO.Path.Combine(Path, "tmp")).FullName;
    }

    public string Path { get; }

    /// <summary>The functions' own directory for temporary files: .NET leaves its diagnostic sockets there.</summary>
    public string Functions { get; }

    /// <summary>A directory for a function's code that does not exist yet: an earlier version of the function may still run.</summary>
    public string PackageOf(string function) => System.IO.Path.Combine(Path, "functions", $"{function}-{Interlocked.Increment(ref _packages)}");

    public ValueTask DisposeAsync()
    {
        Delete(Path);
        _lock.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void DeleteLeftovers(string parent)
    {
        foreach (var directory in Directory.EnumerateDirectories(parent, $"{Prefix}*"))
        {
            try
            {
                using (Lock(directory, FileMode.Open))
                    Delete(directory);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Its gateway is still running, or it belongs to somebody else.
            }
        }
    }

    // On Unix this is an advisory lock that the system releases when the process ends for any reason.
    private static FileStream Lock(string directory, FileMode mode) =>
        new($"{directory}.lock", mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);

    private static void Delete(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The watchdog was faster.
        }
        catch (IOException)
        {
            // On Windows a process that was killed a moment ago may still hold a file. The next start tries again.
        }
    }
}
