namespace PrivateGateway.Lambda;

/// <summary>
/// Whether the last build in a directory finished. A compiler that was killed can leave a file that is half written and newer than its sources,
/// which the next build would take as it is: so that build starts from nothing. The lock lets one gateway build at a time.
/// </summary>
internal sealed class BuildState : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _unfinished;

    private BuildState(FileStream unfinished) => _unfinished = unfinished;

    /// <summary>Waits while another gateway builds there.</summary>
    public static async Task<BuildState> OpenAsync(string artifacts, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(artifacts);
        var unfinished = await LockAsync($"{artifacts}.unfinished", cancellationToken);
        if (unfinished.Length > 0)
            Directory.Delete(artifacts, recursive: true);

        unfinished.WriteByte((byte)'\n');
        return new BuildState(unfinished);
    }

    public void Finished() => _unfinished.SetLength(0);

    public void Dispose() => _unfinished.Dispose();

    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(Interval, cancellationToken);
            }
        }
    }
}
