using System.Net;
using PetStore.Testing;

namespace PrivateGateway.Tool.Tests;

public sealed class KeepsRunningTests
{
    private static readonly string LongPath = new('x', 1500);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("exec > /dev/full;")]
    [InlineData("exec > \"$TMPDIR/../unread\";")]
    public async Task Output_that_cannot_be_written_does_not_stop_the_calls_or_the_shutdown(string redirection)
    {
        // Open for reading and writing, so that the gateway's open does not wait for a reader; nobody ever reads.
        var unread = redirection.Contains("unread", StringComparison.Ordinal);
        await using var gateway = GatewayProcess.Start(
            prefix: unread ? "mkfifo \"$TMPDIR/../unread\"; exec 3<> \"$TMPDIR/../unread\"; exec 1>&3;" : redirection);

        await FirstCallAsync(gateway);
        // Each call prints a line of 1,500 characters: a pipe holds 64 KB.
        for (var call = 0; call < 200; call++)
        {
            using var response = await gateway.Client.GetAsync($"say/{LongPath}", Cancel);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await gateway.SignalAsync("TERM");
        Assert.Equal(0, await gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Without_a_temporary_directory_the_start_fails_with_one_line()
    {
        await using var gateway = GatewayProcess.Start(variables: new Dictionary<string, string?> { ["TMPDIR"] = "/nowhere/at/all" });

        Assert.Equal(1, await gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("/nowhere/at/all", Assert.Single(gateway.Process.Output.Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(45)]
    [InlineData(60)]
    [InlineData(120)]
    public async Task With_too_few_descriptors_the_start_fails_with_one_line(int descriptors)
    {
        await using var gateway = GatewayProcess.Start(prefix: $"ulimit -n {descriptors};");

        Assert.Equal(1, await gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains($"the limit of open files is {descriptors}", Assert.Single(gateway.Process.Output.Split('\n')), StringComparison.Ordinal);
    }

    // Its output cannot be read, so it cannot show when the gateway listens.
    private static async Task FirstCallAsync(GatewayProcess gateway)
    {
        while (true)
        {
            try
            {
                using var response = await gateway.Client.GetAsync("say/hello", Cancel);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                return;
            }
            catch (HttpRequestException) when (!gateway.Process.HasExited)
            {
                await Task.Delay(50, Cancel);
            }
        }
    }
}
