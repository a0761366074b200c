using PetStore.Benchmarks;
using PetStore.Benchmarks.Functions;

try
{
    return args switch
    {
        ["floor"] => FloorFunction.Run(),
        _ => FunctionBenchmark.Run(args),
    };
}
catch (BenchmarkFailure failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
