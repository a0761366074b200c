using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace PetStore.Benchmarks.Measurement;

/// <summary>A process that is measured; ended in every case.</summary>
internal sealed class MeasuredProcess : IDisposable
{
    private static readonly ConcurrentDictionary<MeasuredProcess, bool> Running = new();

    private readonly Process _process;
    private volatile string _lastLine = "";

    // Ctrl+C and SIGTERM end this program by ProcessExit.
    static MeasuredProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var process in Running.Keys)
            process.Dispose();
    };

    private MeasuredProcess(string title, Process process)
    {
        Title = title;
        _process = process;
    }

    /// <summary>What messages call it.</summary>
    public string Title { get; }

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

    /// <param name="title">What messages call it.</param>
    /// <param name="file">An executable, or a .dll that <c>dotnet</c> starts, as Lambda's managed runtime does. It runs in its own directory.</param>
    /// <param name="arguments">What follows it on the command line.</param>
    /// <param name="environment">Variables beside those of this process.</param>
    public static MeasuredProcess Start(
        string title, string file, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var isAssembly = Path.GetExtension(file) == ".dll";
        var start = new ProcessStartInfo(isAssembly ? "dotnet" : file, isAssembly ? [file, .. arguments] : arguments)
        {
            WorkingDirectory = Path.GetDirectoryName(file),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var started = new MeasuredProcess(title, new Process { StartInfo = start });
        started.Start();
        return started;
    }

    /// <summary>The failure to report when it does not do what it should.</summary>
    public BenchmarkFailure Failure(string what) => new(
        $"{Title} {(HasExited ? $"ended with exit code {_process.ExitCode} and {what}" : what)}."
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
            throw new BenchmarkFailure($"{Title} does not start: {error.Message}");
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
