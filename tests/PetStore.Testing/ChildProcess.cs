using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace PetStore.Testing;

/// <summary>A process that a test started, with all that it printed; ended with its children when disposed.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _printed = new(0);

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>All that was printed so far, on stdout and stderr, in the order of arrival.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>The most memory that the process itself has used so far, in bytes.</summary>
    public long PeakMemory => 1024 * long.Parse(
        File.ReadLines($"/proc/{Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    /// <summary>Starts a program. A variable with the value null is removed from the environment.</summary>
    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? directory = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = directory ?? Repository.Root,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += child.Keep;
        child._process.ErrorDataReceived += child.Keep;
        child._process.Start();
        child._process.StandardInput.Close();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a program to its end and returns what it printed; anything but exit code 0 is an exception with the output.</summary>
    public static async Task<string> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? directory = null,
        TimeSpan? timeout = null)
    {
        await using var child = Start(program, arguments, environment, directory);
        var code = await child.WaitForExitAsync(timeout ?? TimeSpan.FromMinutes(5));
        return code == 0
            ? child.Output
            : throw new InvalidOperationException($"{program} ended with exit code {code}:\n{child.Output}");
    }

    /// <summary>The first line printed, now or later, that satisfies the condition.</summary>
    /// <exception cref="TimeoutException">There was none in time, or the process ended; with the output.</exception>
    public async Task<string> WaitForLineAsync(Func<string, bool> condition, TimeSpan? timeout = null)
    {
        using var limit = new CancellationTokenSource(timeout ?? TimeSpan.FromSeconds(60));
        try
        {
            // Ends when all is read that the process printed.
            var ended = _process.WaitForExitAsync(limit.Token);
            while (!ended.IsCompleted)
            {
                if (_lines.FirstOrDefault(condition) is { } line)
                    return line;

                await _printed.WaitAsync(100, limit.Token);
            }

            await ended;
        }
        catch (OperationCanceledException)
        {
            // A last look.
        }

        return _lines.FirstOrDefault(condition) ?? throw new TimeoutException($"The line did not come. The process printed:\n{Output}");
    }

    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The process is still running after {timeout}. It printed:\n{Output}");
        }
    }

    /// <summary>SIGKILL, for the process and its children.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>SIGTERM: the process may end in its own way.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            Kill();

        await _process.WaitForExitAsync();
        _process.Dispose();
        _printed.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;

        _lines.Enqueue(line.Data);
        _printed.Release();
    }
}
