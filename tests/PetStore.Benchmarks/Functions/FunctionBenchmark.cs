using PetStore.Benchmarks.Measurement;
using PetStore.Benchmarks.Report;

namespace PetStore.Benchmarks.Functions;

/// <summary>Compares functions: the same events, in turns, one process after the other.</summary>
internal static class FunctionBenchmark
{
    public static int Run(string[] args)
    {
        var options = new CommandLine(
            args, ["--function", "--event", "-n", "--warm-up", "--invocations", "--env"], ["--json"]);
        var file = options.File("--event");
        var repetitions = options.Count("-n", 20);
        var functions = Functions(options);
        var session = new Session(
            File.ReadAllBytes(file), options.Count("--warm-up", 1000), options.Count("--invocations", 1000), [.. options.Pairs("--env")]);

        var lives = functions.ToDictionary(function => function, _ => new List<Life>());
        for (var repetition = 1; repetition <= repetitions; repetition++)
        {
            foreach (var function in functions)
                lives[function].Add(session.Measure(function));
        }

        var comparison = new Comparison(Path.GetFileName(file), session.Invocations, [.. functions.Select(function =>
            new FunctionResult(function, lives[function], session.CountAllocations(function)))]);
        if (options.Has("--json"))
            JsonReport.Write(comparison, Console.Out);
        else
            TextReport.Write(comparison, Console.Out);

        return 0;
    }

    private static List<Function> Functions(CommandLine options)
    {
        List<Function> functions = [.. options.Pairs("--function").Select(pair => Function.At(pair.Key, pair.Value))];
        if (functions.Count == 0)
            throw new BenchmarkFailure("No function to measure: --function name=path-to-executable-or-dll.");
        if (functions.DistinctBy(function => function.Name).Count() < functions.Count)
            throw new BenchmarkFailure("Two functions have the same name.");

        return functions;
    }
}
