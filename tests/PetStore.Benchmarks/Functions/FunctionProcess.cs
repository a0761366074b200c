using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace PetStore.Benchmarks.Functions;

/// <summary>A function's process: started as Lambda starts it, ended in every case.</summary>
internal sealed class FunctionProcess : IDisposable
{
    private static readonly ConcurrentDictionary<FunctionProcess, bool> Running = new();

    private readonly Process _process;
    private volatile string _lastLine = "";

    // Ctrl+C and SIGTERM end this program by ProcessExit.
    static FunctionProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var process in Running.Keys)
            process.Dispose();
    };

    private FunctionProcess(Function function, Process process)
    {
        Function = function;
        _process = process;
    }

    public Function Function { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Peak of the resident memory so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    public static FunctionProcess Start(Function function, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo
        {
            FileName = function.NeedsDotnet ? "dotnet" : function.File,
            WorkingDirectory = function.Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in function.NeedsDotnet ? [function.File, .. function.Arguments] : function.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var started = new FunctionProcess(function, new Process { StartInfo = start });
        started.Start();
        return started;
    }

    /// <summary>The failure to report when the function does not do what it should.</summary>
    public BenchmarkFailure Failure(string what) => new(
        $"Function {Function.Name} {(HasExited ? $"ended with exit code {_process.ExitCode} and {what}" : what)}."
        + (_lastLine == "" ? " It printed nothing." : $" It printed last: {_lastLine}"));

    public void Dispose()
    {
        if (!Running.TryRemove(this, out _))
            return;

        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);

        _process.WaitForExit();
        _process.Dispose();
    }

    private void Start()
    {
        _process.OutputDataReceived += KeepLine;
        _process.ErrorDataReceived += KeepLine;
        try
        {
            _process.Start();
        }
        catch (Win32Exception error)
        {
            throw new BenchmarkFailure($"Function {Function.Name} does not start: {error.Message}");
        }

        Running[this] = true;
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void KeepLine(object sender, DataReceivedEventArgs line)
    {
        if (!string.IsNullOrWhiteSpace(line.Data))
            _lastLine = line.Data;
    }
}
