using PetStore.Benchmarks;
using PetStore.Benchmarks.Export;
using PetStore.Benchmarks.Functions;
using PetStore.Benchmarks.Gateway;
using PetStore.Benchmarks.Kestrel;
using PetStore.Benchmarks.Storage;

try
{
    return args switch
    {
        ["export", .. var rest] => await ExportBenchmark.RunAsync(rest),
        ["gateway", .. var rest] => GatewayBenchmark.Run(rest),
        ["kestrel", .. var rest] => await KestrelBenchmark.RunAsync(rest),
        ["capacity", .. var rest] => CapacityModel.Run(rest),
        ["storage", .. var rest] => await StorageBenchmark.RunAsync(rest),
        _ => FunctionBenchmark.Run(args),
    };
}
catch (BenchmarkFailure failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
