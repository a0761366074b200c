using System.Diagnostics;

namespace PrivateGateway.Lambda;

/// <summary>One process of the function, with its session at the Runtime API. Its output goes to the console, prefixed.</summary>
internal sealed class FunctionProcess
{
    private readonly Process _process;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _killed;

    private FunctionProcess(Process process, RuntimeSession session)
    {
        _process = process;
        Session = session;
    }

    public RuntimeSession Session { get; }

    public bool HasEnded => _ended.Task.IsCompleted;

    public static FunctionProcess Start(
        FunctionPackage package, IReadOnlyDictionary<string, string> environment, RuntimePort port, Watchdog watchdog, Action<string> report)
    {
        var start = new ProcessStartInfo(package.Program, package.Arguments)
        {
            WorkingDirectory = package.Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var session = new RuntimeSession();
        port.Session = session;
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += Print;
        process.ErrorDataReceived += Print;
        process.Start();
        process.StandardInput.Close();
        watchdog.Started(process.Id);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        // Last: where the process has ended already, this lets go of it.
        var function = new FunctionProcess(process, session);
        _ = function.WatchAsync(watchdog, report, port.Number);
        return function;

        void Print(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not null)
                report($"[fn {port.Number}] {line.Data}");
        }
    }

    /// <summary>SIGKILL, as Lambda ends an environment that has no extensions; with all that the process started.</summary>
    public async Task KillAsync()
    {
        if (!HasEnded)
        {
            _killed = true;
            try
            {
                _process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It ended by itself in the meantime.
            }
        }

        await _ended.Task;
    }

    private async Task WatchAsync(Watchdog watchdog, Action<string> report, int number)
    {
        var id = _process.Id;
        // WaitForExitAsync also waits for the output's end, which a grandchild can keep open.
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.Exited += (_, _) => exited.TrySetResult();
        if (_process.HasExited)
            exited.TrySetResult();

        await exited.Task;
        watchdog.Ended(id);
        var reason = $"Runtime exited with exit code {_process.ExitCode}";
        if (!_killed)
            report($"[fn {number}] {reason}");

        Session.End(reason);
        _ended.TrySetResult();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
