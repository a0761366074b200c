using System.CommandLine;
using System.CommandLine.Invocation;
using PrivateGateway.Tool.Checks;

namespace PrivateGateway.Tool;

/// <summary>The command <c>private-gateway</c> with its subcommands.</summary>
internal static class CommandLine
{
    /// <returns>The exit status.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("API Gateway's private REST APIs on this machine, as a deploy template describes them.");
        var apis = SplitAtAnd(args);
        root.Subcommands.Add(new StartCommand(apis[1..]));
        root.Subcommands.Add(new CheckCommand());

        var words = root.Parse(apis[0]);
        if (words.Action is ParseErrorAction error)
            error.ShowHelp = false;

        // The commands take the signals themselves.
        return words.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    /// <returns>The words of the first API, and those of each further one. Only <c>start</c> serves several.</returns>
    private static List<List<string>> SplitAtAnd(string[] args)
    {
        var apis = new List<List<string>> { new() };
        foreach (var word in args)
        {
            if (word == "--and" && args[0] == "start")
                apis.Add([]);
            else
                apis[^1].Add(word);
        }

        return apis;
    }
}
