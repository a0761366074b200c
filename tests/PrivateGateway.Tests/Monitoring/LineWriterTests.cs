using System.Text;
using PrivateGateway.Monitoring;

namespace PrivateGateway.Tests.Monitoring;

public sealed class LineWriterTests
{
    [Fact]
    public void Lines_are_written_in_their_order()
    {
        using var output = new MemoryStream();
        using (var writer = new LineWriter(output))
        {
            writer.Write("one");
            writer.Write("two");
        }

        Assert.Equal($"one{Environment.NewLine}two{Environment.NewLine}", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void A_line_that_cannot_be_written_is_lost_and_the_next_one_is_not()
    {
        using var output = new TestOutput { Fails = true };
        using (var writer = new LineWriter(output))
        {
            writer.Write("lost");
            output.Attempted.Wait(TestContext.Current.CancellationToken);
            output.Fails = false;
            writer.Write("written");
        }

        Assert.Equal($"written{Environment.NewLine}", output.Text);
    }

    [Fact]
    public void Writers_do_not_wait_for_a_reader_and_dropped_lines_are_counted()
    {
        using var output = new TestOutput { Gate = new ManualResetEventSlim() };
        using (var writer = new LineWriter(output))
        {
            writer.Write("first");
            output.Attempted.Wait(TestContext.Current.CancellationToken);
            for (var line = 0; line < 3000; line++)
                writer.Write(new string('x', 1024));

            output.Gate.Set();
        }

        Assert.EndsWith($"1976 lines were dropped here: the output was not read fast enough.{Environment.NewLine}", output.Text, StringComparison.Ordinal);
    }

    /// <summary>Fails, or blocks at its gate, as a full disk or a full pipe does.</summary>
    private sealed class TestOutput : MemoryStream
    {
        public bool Fails { get; set; }

        public ManualResetEventSlim? Gate { get; init; }

        public ManualResetEventSlim Attempted { get; } = new();

        public string Text => Encoding.UTF8.GetString(ToArray());

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            // Before the test goes on, which may change it.
            var fails = Fails;
            Attempted.Set();
            Gate?.Wait();
            if (fails)
                throw new IOException("No space left on device");

            base.Write(buffer);
        }
    }
}
