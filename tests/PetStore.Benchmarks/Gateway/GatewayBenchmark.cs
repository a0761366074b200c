using System.Diagnostics;
using PetStore.Benchmarks.Functions;
using PetStore.Benchmarks.Measurement;
using PetStore.Benchmarks.Report;

namespace PetStore.Benchmarks.Gateway;

/// <summary>
/// How soon the private gateway serves, and what it adds to a call: with one route, with 1,000 routes and the longest policy, and the same
/// function invoked directly, in turns.
/// </summary>
internal static class GatewayBenchmark
{
    private const string Pets = "/v1/pets";

    public static int Run(string[] args)
    {
        var options = new CommandLine(args, ["--gateway", "--function", "--event", "-n", "--warm-up", "--calls"], []);
        var gateway = options.File("--gateway");
        var function = new Function("function", options.File("--function"));
        var (repetitions, warmUp, calls) = (options.Count("-n", 5), options.Count("--warm-up", 1000), options.Count("--calls", 1000));
        var directory = Directory.CreateTempSubdirectory("gateway-benchmark-").FullName;
        var store = Path.Combine(directory, "pets.db");
        var direct = new Session(File.ReadAllBytes(options.File("--event")), warmUp, calls, [new("Storage__Sqlite__Path", store)]);

        List<Served> small = [], large = [];
        List<double> directly = [];
        try
        {
            var (one, many) = (Write(directory, function, 1, 0), Write(directory, function, 1000, 8192));
            for (var repetition = 0; repetition < repetitions; repetition++)
            {
                small.Add(Measure(gateway, one, function.Directory, store, warmUp, calls));
                large.Add(Measure(gateway, many, function.Directory, store, warmUp, calls));
                directly.Add(direct.Measure(function).Percentile(50).TotalMicroseconds);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        Console.WriteLine($"{"",-46} {"1 route",10} {"1,000",10} {"ratio",7}");
        Print("Ready after the command, ms", small, large, served => served.ReadyMilliseconds);
        Print("CPU until ready, ms", small, large, served => served.ReadyCpuMilliseconds);
        Print("A call through the gateway, p50, us", small, large, served => served.WallP50);
        Print("CPU of the gateway's own process for a call, us", small, large, served => served.Cpu);
        Console.WriteLine($"{"An invocation without it, p50, us",-46} {Median(directly),10:0}");
        Console.WriteLine($"{"What the gateway adds, us",-46} {Median(small.Zip(directly, (through, without) => through.WallP50 - without)),10:0} "
            + $"{Median(large.Zip(directly, (through, without) => through.WallP50 - without)),10:0}");
        return 0;
    }

    private static string Write(string directory, Function function, int routes, int policyLength)
    {
        var path = Path.Combine(directory, $"{routes}.template");
        File.WriteAllText(path, GatewayTemplate.Create(Path.GetFileNameWithoutExtension(function.File), routes, policyLength).ToJsonString());
        return path;
    }

    private static Served Measure(string gateway, string template, string functionDirectory, string store, int warmUp, int calls)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = ServerProcess.Start("The gateway", gateway, address =>
        [
            "start", template, "--function", functionDirectory, "--concurrency", "1", "--no-control", "--endpoint", $"vpce-0aaa=http://{address}",
            "--env", $"Storage__Sqlite__Path={store}",
        ]);
        var (ready, readyCpu) = (Stopwatch.GetElapsedTime(started), process.Cpu);
        for (var i = 0; i < warmUp; i++)
            process.Call(Pets);

        var before = process.Cpu;
        var walls = Enumerable.Range(0, calls).Select(_ => process.Call(Pets).TotalMicroseconds).Order().ToArray();
        return new Served(ready.TotalMilliseconds, readyCpu.TotalMilliseconds, walls[(walls.Length - 1) / 2], (process.Cpu - before).TotalMicroseconds / calls);
    }

    private static void Print(string title, List<Served> small, List<Served> large, Func<Served, double> figure)
    {
        var (one, many) = (Median(small.Select(figure)), Median(large.Select(figure)));
        Console.WriteLine($"{title,-46} {one,10:0} {many,10:0} {many / one,7:0.00}");
    }

    private static double Median(IEnumerable<double> values) => Figure.Of(values, firstMedian: 1).Median;

    /// <summary>The figures of one process; microseconds where the name does not say otherwise.</summary>
    private sealed record Served(double ReadyMilliseconds, double ReadyCpuMilliseconds, double WallP50, double Cpu);
}
