namespace PetStore.Api.Start;

/// <summary>Checks the arguments, because the configuration ignores unknown ones.</summary>
internal static class CommandLine
{
    /// <returns>The exit code if the app must not start, because help was asked for or an argument is wrong. Otherwise null.</returns>
    public static int? Answer(ReadOnlySpan<string> args)
    {
        if (args.ContainsAny("--help", "-h", "-?"))
        {
            Console.Out.Write(Settings.Help());
            return 0;
        }

        if (Mistake(args) is not { } mistake)
            return null;

        Console.Error.WriteLine($"{mistake} Run with --help for the list.");
        return 1;
    }

    /// <summary>Switches are <c>--name=value</c> or <c>--name value</c>.</summary>
    private static string? Mistake(ReadOnlySpan<string> args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var word = args[i];
            if (!word.StartsWith("--", StringComparison.Ordinal))
                return $"Unexpected argument '{word}'.";

            var end = word.IndexOf('=', StringComparison.Ordinal);
            var name = end < 0 ? word[2..] : word[2..end];
            if (!Settings.IsKnown(name) && !(end == word.Length - 1 && Settings.IsSection(name)))
                return $"Unknown switch '--{name}'.{(Settings.Nearest(name) is { } nearest ? $" Did you mean --{nearest}?" : "")}";
            if (end < 0 && ++i == args.Length)
                return $"--{name} needs a value.";
        }

        return null;
    }
}
