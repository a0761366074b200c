using System.Globalization;

namespace PetStore.Benchmarks;

/// <summary>Options of a sub-command: those with a value may be repeated, the others are there or not.</summary>
internal sealed class CommandLine
{
    private readonly List<(string Name, string Value)> _values = [];

    /// <exception cref="BenchmarkFailure">An option is unknown, or its value is missing.</exception>
    public CommandLine(ReadOnlySpan<string> args, string[] valued, string[] flags)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i];
            if (flags.Contains(name))
                _values.Add((name, ""));
            else if (!valued.Contains(name))
                throw new BenchmarkFailure($"Unknown option {name}. There are: {string.Join(", ", [.. valued, .. flags])}.");
            else if (++i == args.Length)
                throw new BenchmarkFailure($"{name} needs a value.");
            else
                _values.Add((name, args[i]));
        }
    }

    public bool Has(string name) => _values.Exists(option => option.Name == name);

    public IEnumerable<string> All(string name) => from option in _values where option.Name == name select option.Value;

    /// <summary>The values of an option that is spelt <c>--option name=value</c>.</summary>
    public IEnumerable<KeyValuePair<string, string>> Pairs(string name) => All(name).Select(pair =>
        pair.IndexOf('=', StringComparison.Ordinal) is var at and > 0
            ? KeyValuePair.Create(pair[..at], pair[(at + 1)..])
            : throw new BenchmarkFailure($"{name} {pair}: it is spelt {name} name=value."));

    /// <summary>The path of a file that is there.</summary>
    public string File(string name)
    {
        var path = All(name).LastOrDefault() ?? throw new BenchmarkFailure($"{name} is missing.");
        return System.IO.File.Exists(path) ? Path.GetFullPath(path) : throw new BenchmarkFailure($"{name} {path}: there is no such file.");
    }

    public int Count(string name, int otherwise)
    {
        if (All(name).LastOrDefault() is not { } text)
            return otherwise;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new BenchmarkFailure($"{name} {text}: it is a whole number from 1.");
    }
}
