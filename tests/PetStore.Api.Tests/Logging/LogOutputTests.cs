using System.Text;
using PetStore.Api.Logging;

namespace PetStore.Api.Tests.Logging;

public sealed class LogOutputTests : IDisposable
{
    private readonly FailingStream _stdout = new();

    [Fact]
    public void Lost_lines_are_counted_and_the_count_is_written_before_the_next_line()
    {
        using var output = new ImmediateOutput(Stream());

        output.Write("a\n"u8, urgent: false);
        _stdout.IsFull = true;
        output.Write("b\n"u8, urgent: false);
        output.Write("c\n"u8, urgent: true);
        _stdout.IsFull = false;
        output.Write("d\n"u8, urgent: false);
        output.Write("e\n"u8, urgent: false);

        Assert.Equal("a\nlost 2\nd\ne\n", _stdout.Text);
    }

    [Fact]
    public void Buffered_lines_are_written_in_order_and_before_the_process_ends()
    {
        using (var output = new BufferedOutput(Stream()))
        {
            for (var i = 0; i < 1000; i++)
                output.Write(Encoding.UTF8.GetBytes($"{i}\n"), urgent: i % 100 == 0);
        }

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{i}"), _stdout.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_line_that_is_collected_during_the_last_write_is_written_too()
    {
        using var output = new BufferedOutput(Stream());
        var ending = new Thread(output.Dispose);
        _stdout.DuringFirstWrite = () =>
        {
            output.Write("last\n"u8, urgent: false);
            ending.Start();
            SpinWait.SpinUntil(() => ending.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(30));
        };

        output.Write("first\n"u8, urgent: true);

        await _stdout.Written.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(ending.Join(TimeSpan.FromSeconds(30)));
        Assert.Equal("first\nlast\n", _stdout.Text);
    }

    [Fact]
    public async Task An_error_is_written_without_waiting_for_another_line()
    {
        using var output = new BufferedOutput(Stream());

        output.Write("error\n"u8, urgent: true);

        await _stdout.Written.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("error\n", _stdout.Text);
    }

    public void Dispose() => _stdout.Dispose();

    private LogStream Stream() => new(_stdout, lost => Encoding.UTF8.GetBytes($"lost {lost}\n"));

    private sealed class FailingStream : MemoryStream
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsFull { get; set; }

        public Action? DuringFirstWrite { get; set; }

        public Task Written => _written.Task;

        public string Text => Encoding.UTF8.GetString(ToArray());

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (IsFull)
                throw new IOException("No space left on device");

            base.Write(buffer);
            (var during, DuringFirstWrite) = (DuringFirstWrite, null);
            during?.Invoke();
            _written.TrySetResult();
        }
    }
}
