using PetStore.Benchmarks.Functions;
using PetStore.Benchmarks.Measurement;
using PetStore.Benchmarks.Report;

namespace PetStore.Benchmarks.Gateway;

/// <summary>What the private gateway adds to a call: the same function, called through it and invoked directly, in turns.</summary>
internal static class GatewayBenchmark
{
    private const string Pets = "/v1/pets";

    public static int Run(string[] args)
    {
        var options = new CommandLine(args, ["--gateway", "--function", "--template", "--event", "-n", "--warm-up", "--calls"], []);
        var gateway = options.File("--gateway");
        var function = new Function("function", options.File("--function"));
        var template = options.File("--template");
        var (repetitions, warmUp, calls) = (options.Count("-n", 5), options.Count("--warm-up", 1000), options.Count("--calls", 1000));
        var store = Path.Combine(Path.GetTempPath(), $"petstore-benchmark-{Environment.ProcessId}.db");
        var direct = new Session(
            File.ReadAllBytes(options.File("--event")), warmUp, calls, [new("Storage__Sqlite__Path", store)]);

        List<double> throughGateway = [], directly = [], gatewayCpu = [];
        try
        {
            for (var repetition = 0; repetition < repetitions; repetition++)
            {
                var (wall, cpu) = Measure(gateway, template, function.Directory, warmUp, calls);
                throughGateway.Add(wall);
                gatewayCpu.Add(cpu);
                directly.Add(direct.Measure(function).Percentile(50).TotalMicroseconds);
            }
        }
        finally
        {
            foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(store) + "*"))
                File.Delete(file);
        }

        Write("Wall time of a call through the gateway, p50", throughGateway);
        Write("Wall time of an invocation without it, p50", directly);
        Write("What the gateway adds", throughGateway.Zip(directly, (through, without) => through - without));
        Write("CPU of the gateway's own process for a call", gatewayCpu);
        return 0;
    }

    private static (double WallP50, double Cpu) Measure(string gateway, string template, string functionDirectory, int warmUp, int calls)
    {
        using var process = ServerProcess.Start("The gateway", gateway, address =>
        [
            "start", template, "--function", functionDirectory, "--concurrency", "1", "--no-control",
            "--endpoint", $"vpce-0aaa=http://{address}",
            "--parameter-overrides", "AllowedVpcEndpointIds=vpce-0aaa", "ThrottlingRateLimit=10000", "ThrottlingBurstLimit=5000",
        ]);
        for (var i = 0; i < warmUp; i++)
            process.Call(Pets);

        var before = process.Cpu;
        var walls = Enumerable.Range(0, calls).Select(_ => process.Call(Pets).TotalMicroseconds).Order().ToArray();
        return (walls[(walls.Length - 1) / 2], (process.Cpu - before).TotalMicroseconds / calls);
    }

    private static void Write(string title, IEnumerable<double> values)
    {
        var figure = Figure.Of(values, firstMedian: 1);
        Console.WriteLine($"{title,-46} {figure.Median,8:0} us (min {figure.Min:0}, max {figure.Max:0})");
    }
}
