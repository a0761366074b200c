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
        root.Subcommands.Add(new StartCommand());
        root.Subcommands.Add(new CheckCommand());

        var words = root.Parse(args);
        if (words.Action is ParseErrorAction error)
            error.ShowHelp = false;

        // The commands take the signals themselves.
        return words.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }
}
