using PetStore.Benchmarks.Functions;
using PetStore.Benchmarks.Measurement;

namespace PetStore.Benchmarks.Report;

/// <summary>All that was measured of one function.</summary>
/// <param name="AllocatedBytes">By a warm invocation; null where it cannot be counted.</param>
internal sealed record FunctionResult(Function Function, IReadOnlyList<Life> Lives, long? AllocatedBytes)
{
    public Answer Answer => Lives[0].Answer;

    public Figure FigureOf(Metric metric, FunctionResult first) =>
        Figure.Of(Lives.Select(metric.Of), Figure.MedianOf([.. first.Lives.Select(metric.Of).Order()]));
}

/// <summary>Functions side by side; the first is what the others are set against.</summary>
internal sealed record Comparison(string Event, int Invocations, IReadOnlyList<FunctionResult> Results)
{
    public int Repetitions => Results[0].Lives.Count;
}
