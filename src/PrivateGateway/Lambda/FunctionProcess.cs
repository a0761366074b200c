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
        FunctionCommand command, IReadOnlyDictionary<string, string> environment, RuntimePort port, Watchdog watchdog, Action<string> report,
        Action<string, int> reportProcess)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            WorkingDirectory = command.Directory,
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
        process.Start();
        process.StandardInput.Close();
        watchdog.Started(process.Id);
        reportProcess(port.Label, process.Id);
        var output = Task.WhenAll(
            ProcessOutput.ReadLinesAsync(process.StandardOutput, Print), ProcessOutput.ReadLinesAsync(process.StandardError, Print));
        var function = new FunctionProcess(process, session);
        _ = function.WatchAsync(watchdog, report, port.Label, output);
        return function;

        void Print(string line) => report($"[{port.Label}] {line}");
    }

    /// <summary>Sends SIGKILL to the process and its children, as Lambda does to an environment without extensions.</summary>
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

    private async Task WatchAsync(Watchdog watchdog, Action<string> report, string label, Task output)
    {
        var id = _process.Id;
        await _process.WaitForExitAsync();
        watchdog.Ended(id);
        var reason = $"Runtime exited with exit code {_process.ExitCode}";
        if (!_killed)
            report($"[{label}] {reason}");

        await Session.EndAsync(reason);
        _ended.TrySetResult();
        // A child of the process can keep its output open.
        await output;
        _process.Dispose();
    }
}
