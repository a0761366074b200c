using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AspNetCore.LambdaServer.Logging;

/// <summary>
/// Lambda turns each line on stdout into a log event, so that an exception becomes many. On the descriptor that
/// <c>_LAMBDA_TELEMETRY_LOG_FD</c> names, a log event is a frame instead: text that is written to the console in one call, up to a line end, stays one
/// event. Big-endian: 4 bytes type, 4 bytes length, 8 bytes microseconds since 1970, the text.
/// </summary>
internal sealed class FramedConsole(Stream output, TimeProvider time) : TextWriter(CultureInfo.InvariantCulture)
{
    private const uint Text = 0xA55A0003;
    private const int HeadLength = 16;

    private readonly StringBuilder _unfinished = new();

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Directs the console to the descriptor, if there is one.</summary>
    public static void UseIfPresent()
    {
        var text = Environment.GetEnvironmentVariable("_LAMBDA_TELEMETRY_LOG_FD");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor))
            return;

        var output = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        var console = Synchronized(new FramedConsole(output, TimeProvider.System));
        Console.SetOut(console);
        Console.SetError(console);
    }

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write($"{value}\n");

    public override void Write(ReadOnlySpan<char> buffer)
    {
        _unfinished.Append(buffer);
        if (buffer is not [.., '\n'])
            return;

        var line = _unfinished.ToString().TrimEnd('\r', '\n');
        _unfinished.Clear();
        if (line.Length > 0)
            WriteFrame(line);
    }

    private void WriteFrame(string line)
    {
        var frame = new byte[HeadLength + Encoding.UTF8.GetByteCount(line)];
        BinaryPrimitives.WriteUInt32BigEndian(frame, Text);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), frame.Length - HeadLength);
        BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(8), (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        Encoding.UTF8.GetBytes(line, frame.AsSpan(HeadLength));
        output.Write(frame);
    }
}
