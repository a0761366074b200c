using System.ComponentModel;
using System.Diagnostics;

namespace PrivateGateway.Lambda;

/// <summary>
/// Ends the function processes when the gateway itself is killed and can no longer do so: a shell that is told each process's
/// id and, at the end of its input, which is the gateway's end, kills those that are left. A function that speaks to the Runtime
/// API notices by itself; one that hangs does not. Where there is no sh (Windows), only the first of the two holds.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private const string Script =
        """
        trap '' INT TERM HUP
        left=' '
        while read -r event id; do
          case $event in
            started) left="$left$id " ;;
            ended) left="${left%% $id *} ${left#* $id }" ;;
          esac
        done
        for id in $left; do kill -KILL "$id" 2>/dev/null; done
        """;

    private readonly Process? _shell;

    public Watchdog()
    {
        var start = new ProcessStartInfo("sh", ["-c", Script]) { RedirectStandardInput = true };
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

    public void Dispose()
    {
        _shell?.StandardInput.Close();
        _shell?.WaitForExit();
        _shell?.Dispose();
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
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // Somebody killed the shell: what it was for is lost, all else goes on.
            }
        }
    }
}
