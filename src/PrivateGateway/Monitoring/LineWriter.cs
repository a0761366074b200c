using System.Text;

namespace PrivateGateway.Monitoring;

/// <summary>
/// Writes lines to a stream that may be slow, blocked or broken, on its own thread. Callers never wait: lines beyond the bound are
/// dropped and counted, and a line that cannot be written is lost.
/// </summary>
internal sealed class LineWriter : IDisposable
{
    private const int MaxWaitingCharacters = 1024 * 1024;

    // Lines are written together that come within this time: a thread that wakes for each would slow the calls of a busy gateway.
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(5);

    private readonly Queue<string> _lines = new();
    private readonly Stream _output;
    private readonly Thread _thread;
    private int _waitingCharacters;
    private int _dropped;
    private volatile bool _closed;

    public LineWriter(Stream output)
    {
        _output = output;
        // A background thread: blocked in a write, it does not keep the process alive.
        _thread = new Thread(WriteAll) { IsBackground = true, Name = "Output" };
        _thread.Start();
    }

    public void Write(string line)
    {
        lock (_lines)
        {
            if (_waitingCharacters + line.Length > MaxWaitingCharacters)
            {
                _dropped++;
                return;
            }

            _waitingCharacters += line.Length;
            _lines.Enqueue(line);
            Monitor.Pulse(_lines);
        }
    }

    /// <summary>Waits briefly for pending lines.</summary>
    public void Dispose()
    {
        lock (_lines)
        {
            _closed = true;
            Monitor.Pulse(_lines);
        }

        _thread.Join(TimeSpan.FromSeconds(1));
    }

    private void WriteAll()
    {
        while (Next() is { } text)
        {
            try
            {
                _output.Write(Encoding.UTF8.GetBytes(text));
                _output.Flush();
            }
            catch (IOException)
            {
                // The disk is full, or the reader is gone. The calls matter more than their lines.
            }
        }
    }

    /// <summary>All pending lines as one text; null at the end.</summary>
    private string? Next()
    {
        lock (_lines)
        {
            while (_lines.Count == 0 && _dropped == 0)
            {
                if (_closed)
                    return null;

                Monitor.Wait(_lines);
            }
        }

        if (!_closed)
            Thread.Sleep(Together);

        lock (_lines)
        {
            var text = new StringBuilder();
            while (_lines.TryDequeue(out var line))
                text.AppendLine(line);

            if (_dropped > 0)
                text.AppendLine($"{_dropped} lines were dropped here: the output was not read fast enough.");

            (_waitingCharacters, _dropped) = (0, 0);
            return text.ToString();
        }
    }
}
