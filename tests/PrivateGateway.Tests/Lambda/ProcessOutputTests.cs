using PrivateGateway.Lambda;

namespace PrivateGateway.Tests.Lambda;

public sealed class ProcessOutputTests
{
    [Theory]
    [InlineData("one\ntwo\r\n\nfour", "one|two||four")]
    [InlineData("", "")]
    [InlineData("ends\n", "ends")]
    public async Task Output_is_reported_line_by_line(string output, string lines) =>
        Assert.Equal(lines, string.Join('|', await LinesOfAsync(output)));

    [Fact]
    public async Task A_line_that_is_too_long_is_cut_and_the_next_line_is_whole()
    {
        var lines = await LinesOfAsync(new string('x', 1_000_000) + "\nnext");

        Assert.Equal($"{new string('x', ProcessOutput.MaxLine)} [cut here: the line has 1000000 characters]", lines[0]);
        Assert.Equal(["next"], lines[1..]);
    }

    private static async Task<List<string>> LinesOfAsync(string output)
    {
        var lines = new List<string>();
        await ProcessOutput.ReadLinesAsync(new StringReader(output), lines.Add);
        return lines;
    }
}
