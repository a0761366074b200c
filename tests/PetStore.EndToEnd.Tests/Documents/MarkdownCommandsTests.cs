namespace PetStore.EndToEnd.Tests.Documents;

public sealed class MarkdownCommandsTests
{
    [Fact]
    public void Commands_are_the_lines_of_shell_blocks_and_continue_after_a_backslash() => Assert.Equal(
        ["first --option", "second one two # why"],
        Lines(
            """
            ```bash
            # a comment
            first --option

            second one \
              two # why
            ```

            ```csharp
            third();
            ```
            """));

    [Fact]
    public void Only_typed_lines_of_a_console_block_are_commands() => Assert.Equal(
        ["first", "second"],
        Lines("```console\n$ first\nits output\n$ second\n```"));

    [Fact]
    public void A_comment_before_the_block_says_why_it_is_not_run()
    {
        var commands = MarkdownCommands.Read("<!-- not run: needs an AWS account -->\n```bash\nfirst\n```\n\ntext\n\n```bash\nsecond\n```");
        Assert.Equal([("first", "needs an AWS account"), ("second", null)], commands.Select(command => (command.Line, command.NotRun)));
    }

    [Fact]
    public void A_JSON_block_after_a_command_is_its_expected_output()
    {
        var commands = MarkdownCommands.Read("```bash\nfirst\nsecond\n```\n\n```json\n[1]\n```\n\n```bash\nthird\n```");
        Assert.Equal([null, "[1]", null], commands.Select(command => command.Output));
    }

    private static IEnumerable<string> Lines(string markdown) => MarkdownCommands.Read(markdown).Select(command => command.Line);
}
