using System.Threading.Channels;

namespace PrivateGateway;

/// <summary>Reloads the deployments after their files have changed. A burst of changes counts as one.</summary>
internal sealed class SourceWatch : IAsyncDisposable
{
    // Editors and compilers write a file in several steps.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, FileSystemWatcher> _watchers = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Deployments _deployments;
    private readonly Action<string> _report;
    private readonly Task _watching;

    /// <exception cref="IOException">The system's limit of watched files is reached.</exception>
    public SourceWatch(Deployments deployments, Action<string> report)
    {
        (_deployments, _report) = (deployments, report);
        WatchSources();
        // What has changed since the start.
        _changes.Writer.TryWrite(true);
        _watching = WatchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        foreach (var watcher in _watchers.Values)
            watcher.Dispose();

        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            while (await _changes.Reader.ReadAsync(_stop.Token))
            {
                do
                    await Task.Delay(Quiet, _stop.Token);
                while (_changes.Reader.TryRead(out _));

                await _deployments.ReloadAsync(_stop.Token);
                WatchSources();
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
        catch (IOException e)
        {
            // The system's limit of watched files.
            _report($"Stopped watching for changes: {e.Message}");
        }
    }

    // A changed template can name other files. The files of earlier versions are still watched; a change there reloads nothing.
    private void WatchSources()
    {
        foreach (var source in _deployments.Sources().Select(Path.GetFullPath))
        {
            if (Directory.Exists(source))
                Watch(source, "*", recursive: true);
            else if (Path.GetDirectoryName(source) is { } directory && Directory.Exists(directory))
                Watch(directory, Path.GetFileName(source), recursive: false);
        }
    }

    private void Watch(string directory, string filter, bool recursive)
    {
        var key = Path.Combine(directory, filter);
        if (_watchers.ContainsKey(key))
            return;

        var watcher = _watchers[key] = new FileSystemWatcher(directory, filter) { IncludeSubdirectories = recursive };
        watcher.Changed += Noticed;
        watcher.Created += Noticed;
        watcher.Deleted += Noticed;
        watcher.Renamed += Noticed;
        watcher.Error += (_, _) => _changes.Writer.TryWrite(true);
        watcher.EnableRaisingEvents = true;

        void Noticed(object sender, FileSystemEventArgs change)
        {
            if (Fingerprint.IsSource(Path.GetRelativePath(directory, change.FullPath)))
                _changes.Writer.TryWrite(true);
        }
    }
}
