using System.Buffers;

namespace PetStore.Api.Logging;

internal interface ILogOutput : IDisposable
{
    /// <param name="line">A whole line, with its end.</param>
    /// <param name="urgent">An error: not to be kept back.</param>
    void Write(ReadOnlySpan<byte> line, bool urgent);
}

/// <summary>
/// Lines are written by the caller. For Lambda, which freezes the process once the response is posted, and a background thread's
/// last lines with it.
/// </summary>
internal sealed class ImmediateOutput(LogStream stream) : ILogOutput
{
    private readonly Lock _turn = new();

    public void Write(ReadOnlySpan<byte> line, bool urgent)
    {
        lock (_turn)
            stream.Write(line, 1);
    }

    public void Dispose()
    {
    }
}

/// <summary>
/// Lines are collected and written by a thread every few milliseconds, errors at once: a system call for each costs as much as
/// the request. If nobody reads stdout, the buffer fills and further lines are lost: no request ever waits for it, nor does the
/// end of the process.
/// </summary>
internal sealed class BufferedOutput : ILogOutput
{
    private const int MaxBytes = 1024 * 1024;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LastFlush = TimeSpan.FromSeconds(1);

    private readonly LogStream _stream;
    private readonly Lock _turn = new();
    private readonly AutoResetEvent _begun = new(false);
    private readonly AutoResetEvent _urgent = new(false);
    private readonly Thread _writer;
    private ArrayBufferWriter<byte> _collected = new(64 * 1024);
    private ArrayBufferWriter<byte> _writing = new(64 * 1024);
    private int _count;
    private long _lost;
    private volatile bool _ended;

    public BufferedOutput(LogStream stream)
    {
        _stream = stream;
        _writer = new Thread(Run) { IsBackground = true, Name = "Log" };
        _writer.Start();
    }

    public void Write(ReadOnlySpan<byte> line, bool urgent)
    {
        bool first;
        lock (_turn)
        {
            if (_collected.WrittenCount + line.Length > MaxBytes)
            {
                _lost++;
                return;
            }

            _collected.Write(line);
            first = ++_count == 1;
        }

        if (urgent)
            _urgent.Set();
        if (first)
            _begun.Set();
    }

    public void Dispose()
    {
        _ended = true;
        _urgent.Set();
        _begun.Set();
        _writer.Join(LastFlush);
    }

    private void Run()
    {
        while (!_ended)
        {
            _begun.WaitOne();
            _urgent.WaitOne(Interval);
            Flush();
        }

        // The end may come during a flush, after which lines were still collected.
        Flush();
    }

    private void Flush()
    {
        int count;
        lock (_turn)
        {
            (_collected, _writing) = (_writing, _collected);
            (count, _count) = (_count, 0);
            _stream.CountLost(_lost);
            _lost = 0;
        }

        if (count > 0)
            _stream.Write(_writing.WrittenSpan, count);

        _writing.ResetWrittenCount();
    }
}
