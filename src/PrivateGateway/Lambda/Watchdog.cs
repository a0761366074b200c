using System.ComponentModel;
using System.Diagnostics;

namespace PrivateGateway.Lambda;

/// <summary>
/// Cleans up after a killed gateway: a shell that receives the id of each process that the gateway starts. Its input closes when the
/// gateway ends. Then it kills the remaining processes with their children, and deletes the gateway's temporary
/// directory. Without <c>sh</c> (Windows) a killed gateway can leave both behind.
/// </summary>
internal sealed class Watchdog : IAsyncDisposable
{
    private const string Script =
        """
        trap '' INT TERM HUP QUIT
        left=' '
        while read -r event id; do
          case $event in
            started) left="$left$id " ;;
            ended) left="${left%% $id *} ${left#* $id }" ;;
          esac
        done
        children() {
          ps -A -o ppid= -o pid= | while read -r parent id; do
            if [ "$parent" = "$1" ]; then echo "$id"; fi
          done
        }
        end() {
          kill -STOP "$1" 2>/dev/null
          for child in $(children "$1"); do end "$child"; done
          kill -KILL "$1" 2>/dev/null
        }
        for id in $left; do end "$id"; done
        rm -rf -- "$0" "$0.lock"
        """;

    private readonly Process? _shell;

    public Watchdog(string temporaryDirectory)
    {
        var start = new ProcessStartInfo("sh", ["-c", Script, temporaryDirectory]) { RedirectStandardInput = true };
        try
        {
            _shell = OperatingSystem.IsWindows() ? null : Process.Start(start);
        }
        catch (Win32Exception)
        {
            _shell = null;
        }
    }

    public void Started(int processId) => Tell("started", processId);

    public void Ended(int processId) => Tell("ended", processId);

    public async ValueTask DisposeAsync()
    {
        if (_shell is null)
            return;

        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }

    private void Tell(string what, int processId)
    {
        if (_shell is null)
            return;

        lock (_shell)
        {
            try
            {
                _shell.StandardInput.WriteLine($"{what} {processId}");
                _shell.StandardInput.Flush();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The shell was killed: only the cleanup after a killed gateway is lost.
            }
        }
    }
}
