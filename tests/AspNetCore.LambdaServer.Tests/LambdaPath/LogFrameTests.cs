using System.Buffers.Binary;
using System.Text;
using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

/// <summary>Log events on the descriptor that Lambda names in _LAMBDA_TELEMETRY_LOG_FD.</summary>
public sealed class LogFrameTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task A_multiline_exception_is_one_log_event()
    {
        Adapter.OursAlone("AWS's adapter puts its own words in front of each line");
        var before = DateTimeOffset.UtcNow;
        await using (var function = LambdaFunction.StartInShell($"exec 7>'{_file}'; export _LAMBDA_TELEMETRY_LOG_FD=7"))
        {
            await function.GetAsync("/throw");
            await function.Process.TerminateAsync();
            await function.Process.WaitForExitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal("", function.Process.Output);
        }

        var events = Read(await File.ReadAllBytesAsync(_file, TestContext.Current.CancellationToken));
        var exception = Assert.Single(events, logged => logged.Text.Contains("secret", StringComparison.Ordinal));
        Assert.Contains("the app threw an exception.", exception.Text, StringComparison.Ordinal);
        Assert.Contains("\n   at ", exception.Text.Replace("      ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.InRange(exception.Time, before, DateTimeOffset.UtcNow);
        Assert.Contains(events, logged => logged.Text == "The application has stopped.");
    }

    public void Dispose() => File.Delete(_file);

    private static List<(DateTimeOffset Time, string Text)> Read(ReadOnlySpan<byte> frames)
    {
        var events = new List<(DateTimeOffset, string)>();
        while (frames.Length > 0)
        {
            Assert.Equal(0xA55A0003, BinaryPrimitives.ReadUInt32BigEndian(frames));
            var length = BinaryPrimitives.ReadInt32BigEndian(frames[4..]);
            var time = DateTimeOffset.UnixEpoch.AddMicroseconds(BinaryPrimitives.ReadInt64BigEndian(frames[8..]));
            events.Add((time, Encoding.UTF8.GetString(frames.Slice(16, length))));
            frames = frames[(16 + length)..];
        }

        return events;
    }
}
