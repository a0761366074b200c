using PetStore.Benchmarks;
using PetStore.Benchmarks.Functions;
using PetStore.Benchmarks.Gateway;

try
{
    return args switch
    {
        ["floor"] => FloorFunction.Run(),
        ["gateway", .. var rest] => GatewayBenchmark.Run(rest),
        _ => FunctionBenchmark.Run(args),
    };
}
catch (BenchmarkFailure failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
