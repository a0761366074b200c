namespace PetStore.Benchmarks;

/// <summary>Why there is no figure, in one line for the person who asked for it.</summary>
internal sealed class BenchmarkFailure(string message) : Exception(message);
